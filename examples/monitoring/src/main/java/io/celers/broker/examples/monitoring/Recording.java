package io.celers.broker.examples.monitoring;

import io.celers.broker.monitoring.Latency;
import io.celers.broker.monitoring.QueueActivity;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.Throughput;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The samples of a run, and the chart of them: depth, rates and waiting times of each queue. */
final class Recording {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 300;
  private static final double NANOS = 1e9;

  /** Okabe and Ito's, told apart by the colour-blind, too. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9));

  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  /** Writes a PNG. */
  void write(Path file) throws IOException {
    XYChart depth = chart("Waiting tasks", "tasks");
    XYChart rates = chart("Tasks per second: in, and (dashed) out", "tasks/s");
    XYChart waits = chart("Wait for a worker: median, and (dashed) 99 of 100", "seconds");
    int number = 0;
    for (String queue : queues()) {
      Color colour = COLOURS.get(number++ % COLOURS.size());
      line(depth, queue, of -> pending(of, queue), colour, SeriesLines.SOLID);
      line(rates, queue, of -> rate(of, queue, QueueActivity::enqueued), colour, SeriesLines.SOLID);
      line(
          rates,
          queue + " out",
          of -> rate(of, queue, QueueActivity::finished),
          colour,
          SeriesLines.DASH_DASH);
      line(waits, queue, of -> wait(of, queue, Latency::median), colour, SeriesLines.SOLID);
      line(
          waits,
          queue + " p99",
          of -> wait(of, queue, Latency::p99),
          colour,
          SeriesLines.DASH_DASH);
    }
    BitmapEncoder.saveBitmap(List.of(depth, rates, waits), 3, 1, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(String title, String unit) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("seconds since the start")
            .yAxisTitle(unit)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  private void line(
      XYChart chart,
      String name,
      Function<Sample, Double> figure,
      Color colour,
      BasicStroke stroke) {
    double[] seconds = samples.stream().mapToDouble(this::secondsSinceStart).toArray();
    double[] values = samples.stream().mapToDouble(figure::apply).toArray();
    if (DoubleStream.of(values).allMatch(Double::isNaN)) {
      return;
    }
    XYSeries series = chart.addSeries(name, seconds, values);
    series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(stroke);
  }

  private double secondsSinceStart(Sample sample) {
    return Duration.between(
                samples.get(0).queues().freshness().measuredAt(),
                sample.queues().freshness().measuredAt())
            .toNanos()
        / NANOS;
  }

  private SortedSet<String> queues() {
    TreeSet<String> names = new TreeSet<>();
    samples.forEach(sample -> sample.queues().queues().forEach(of -> names.add(of.queue())));
    return names;
  }

  private static double pending(Sample sample, String queue) {
    Optional<QueueFigures> figures = sample.queues().find(queue);
    return figures.map(of -> (double) of.pending().value()).orElse(0.0);
  }

  private static double rate(
      Sample sample, String queue, Function<QueueActivity, Throughput> figure) {
    return sample.activity().find(queue).map(figure).map(Throughput::perSecond).orElse(0.0);
  }

  private static double wait(Sample sample, String queue, Function<Latency, Duration> figure) {
    return sample
        .activity()
        .find(queue)
        .flatMap(QueueActivity::pickUp)
        .map(figure)
        .map(length -> length.toNanos() / NANOS)
        .orElse(Double.NaN);
  }
}
