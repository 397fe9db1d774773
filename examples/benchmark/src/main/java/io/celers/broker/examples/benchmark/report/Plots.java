package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.SideResult;
import io.celers.broker.examples.benchmark.run.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A bar chart for each cell and unit: a group of bars for each metric, a colour for each side. */
final class Plots {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private Plots() {}

  /** Writes {@code cell-unit.png}. */
  static void write(CellResult cell, Path folder) throws IOException {
    Map<String, List<String>> metricsByUnit = new LinkedHashMap<>();
    for (SideResult side : cell.sides()) {
      for (Summary summary : side.summaries()) {
        List<String> metrics =
            metricsByUnit.computeIfAbsent(summary.unit().symbol(), unit -> new ArrayList<>());
        if (!metrics.contains(summary.metric())) {
          metrics.add(summary.metric());
        }
      }
    }
    for (Map.Entry<String, List<String>> plot : metricsByUnit.entrySet()) {
      String file = cell.cell() + "-" + plot.getKey().replaceAll("[^A-Za-z]+", "-") + ".png";
      BitmapEncoder.saveBitmap(
          chart(cell, plot.getKey(), plot.getValue()),
          folder.resolve(file).toString(),
          BitmapFormat.PNG);
    }
  }

  private static CategoryChart chart(CellResult cell, String unit, List<String> metrics) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(cell.cell() + ": medians, bars from least to most")
            .yAxisTitle(unit)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisLabelRotation(metrics.size() > 4 ? 45 : 0);
    for (SideResult side : cell.sides()) {
      if (!side.summaries().isEmpty()) {
        addSeries(chart, side, unit, metrics);
      }
    }
    return chart;
  }

  /** A side that lacks a metric has no bar there. */
  private static void addSeries(
      CategoryChart chart, SideResult side, String unit, List<String> metrics) {
    List<Double> medians = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (String metric : metrics) {
      Summary summary =
          side.summaries().stream()
              .filter(s -> s.metric().equals(metric) && s.unit().symbol().equals(unit))
              .findFirst()
              .orElse(null);
      medians.add(summary == null || Double.isNaN(summary.median()) ? 0.0 : summary.median());
      errors.add(summary == null ? 0.0 : Math.max(0, (summary.max() - summary.min()) / 2));
    }
    chart.addSeries(side.name(), metrics, medians, errors);
  }
}
