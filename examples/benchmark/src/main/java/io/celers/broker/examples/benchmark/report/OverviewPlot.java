package io.celers.broker.examples.benchmark.report;

import static io.celers.broker.examples.benchmark.run.Contender.BROKER;

import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.queue.GraphileQueue;
import io.celers.broker.examples.benchmark.queue.JobRunrQueue;
import io.celers.broker.examples.benchmark.queue.QuartzQueue;
import io.celers.broker.examples.benchmark.run.CellResult;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Rates of the main cells by that of db-scheduler, in one chart. */
final class OverviewPlot {

  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 420;

  /** A group of bars: the rate of each side of a cell, and of which the broker's is taken. */
  private record Group(String title, String cell, String broker) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("enqueue one", "enqueue-one", BROKER),
          new Group("enqueue 1,000 at once", "enqueue-batch", BROKER),
          new Group("work off", "drain", BROKER),
          new Group("work off, a row in the same tx", "transactional-drain", BROKER + ", batches"));

  private OverviewPlot() {}

  /** Writes {@code overview.png}, unless none of its cells was measured. */
  static void write(List<CellResult> cells, Path folder) throws IOException {
    List<Group> groups =
        GROUPS.stream().filter(group -> rate(cells, group, DbSchedulerQueue.NAME) > 0).toList();
    if (groups.isEmpty()) {
      return;
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Tasks per second, " + DbSchedulerQueue.NAME + " = 1")
            .yAxisTitle("times db-scheduler")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsPosition(0.9);
    chart.getStyler().setDecimalPattern("0.0#");
    for (String side :
        List.of(
            BROKER,
            DbSchedulerQueue.NAME,
            GraphileQueue.NAME,
            JobRunrQueue.NAME,
            QuartzQueue.NAME)) {
      // what was not measured has no bar
      List<@Nullable Double> bars = new ArrayList<>();
      groups.forEach(group -> bars.add(ratio(cells, group, side)));
      if (bars.stream().anyMatch(Objects::nonNull)) {
        chart.addSeries(side, groups.stream().map(Group::title).toList(), bars);
      }
    }
    BitmapEncoder.saveBitmap(chart, folder.resolve("overview").toString(), BitmapFormat.PNG);
  }

  private static @Nullable Double ratio(List<CellResult> cells, Group group, String side) {
    String measured = side.equals(BROKER) ? group.broker() : side;
    double rate = rate(cells, group, measured);
    return rate > 0 ? rate / rate(cells, group, DbSchedulerQueue.NAME) : null;
  }

  /** Zero if it was not measured. */
  private static double rate(List<CellResult> cells, Group group, String side) {
    return cells.stream()
        .filter(cell -> cell.cell().equals(group.cell()))
        .flatMap(cell -> cell.sides().stream())
        .filter(each -> each.name().equals(side))
        .map(each -> each.median("rate"))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(0.0);
  }
}
