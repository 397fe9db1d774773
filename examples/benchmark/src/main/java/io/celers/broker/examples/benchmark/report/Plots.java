package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.SideResult;
import io.celers.broker.examples.benchmark.run.Summary;
import io.celers.broker.examples.benchmark.run.Unit;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A bar chart for each cell and unit: a group of bars for each metric, a colour for each side. */
final class Plots {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int WIDE = 30;

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
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle(unit).build();
    DoubleSummaryStatistics medians = medians(cell, unit, metrics);
    boolean logarithmic = unit.equals(Unit.MILLISECONDS.symbol()) && isWide(medians);
    chart.setTitle(
        cell.cell() + ": medians" + (logarithmic ? "" : ", lines: half of the rounds' range"));
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisLabelRotation(metrics.size() > 4 ? 45 : 0);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart
        .getStyler()
        .setYAxisMin(logarithmic ? Math.pow(10, Math.floor(Math.log10(medians.getMin()))) : 0.0);
    for (SideResult side : cell.sides()) {
      if (!side.summaries().isEmpty()) {
        List<Double> bars = values(side, unit, metrics, Summary::median);
        List<Double> halves = values(side, unit, metrics, s -> (s.max() - s.min()) / 2);
        chart.addSeries(side.name(), metrics, bars, logarithmic ? null : halves);
      }
    }
    return chart;
  }

  private static DoubleSummaryStatistics medians(
      CellResult cell, String unit, List<String> metrics) {
    return cell.sides().stream()
        .filter(side -> !side.summaries().isEmpty())
        .flatMap(side -> values(side, unit, metrics, Summary::median).stream())
        .mapToDouble(Double::doubleValue)
        .summaryStatistics();
  }

  /** Whether a linear axis would hide the small bars. Zero has no place on the other. */
  private static boolean isWide(DoubleSummaryStatistics medians) {
    return medians.getMin() > 0 && medians.getMax() > WIDE * medians.getMin();
  }

  /** Zero where the side lacks a metric. */
  private static List<Double> values(
      SideResult side, String unit, List<String> metrics, ToDoubleFunction<Summary> value) {
    return metrics.stream()
        .map(
            metric ->
                side.summaries().stream()
                    .filter(s -> s.metric().equals(metric) && s.unit().symbol().equals(unit))
                    .mapToDouble(value)
                    .filter(Double::isFinite)
                    .findFirst()
                    .orElse(0))
        .toList();
  }
}
