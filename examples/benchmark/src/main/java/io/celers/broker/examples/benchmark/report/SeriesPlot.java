package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.Series;
import io.celers.broker.examples.benchmark.run.SideResult;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line for each side, over the time of a round; a chart for each metric. */
final class SeriesPlot {

  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 380;

  private SeriesPlot() {}

  /** Writes {@code cell-metric-over-time.png}. */
  static void write(CellResult cell, Path folder) throws IOException {
    Map<String, XYChart> charts = new LinkedHashMap<>();
    for (SideResult side : cell.sides()) {
      for (Series series : side.series()) {
        XYChart chart =
            charts.computeIfAbsent(series.metric(), metric -> chart(cell.cell(), series));
        chart
            .addSeries(side.name(), series.minutes(), series.values())
            .setMarker(series.minutes().size() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
      }
    }
    for (Map.Entry<String, XYChart> chart : charts.entrySet()) {
      String file = cell.cell() + "-" + chart.getKey().replace(' ', '-') + "-over-time";
      BitmapEncoder.saveBitmap(chart.getValue(), folder.resolve(file).toString(), BitmapFormat.PNG);
    }
  }

  private static XYChart chart(String cell, Series series) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(cell + ": " + series.metric())
            .xAxisTitle("minutes")
            .yAxisTitle(series.unit().symbol())
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMin(0.0);
    return chart;
  }
}
