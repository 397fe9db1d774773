package io.celers.broker.examples.benchmark;

import io.celers.broker.examples.benchmark.cell.Cells;
import io.celers.broker.examples.benchmark.queue.Payloads;
import io.celers.broker.examples.benchmark.report.ReportFolder;
import io.celers.broker.examples.benchmark.report.RunReport;
import io.celers.broker.examples.benchmark.report.Targets;
import io.celers.broker.examples.benchmark.report.TextTable;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkServer;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.MeasureCell;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.ServerFacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program: measures, and writes what it found. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the broker, other queues and the limit of the database, in turns, on one server.",
      "Ratios within a run are what counts; figures of different machines do not compare."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all cells were measured",
      "1:some side of a cell failed; the report says which and why",
      "2:wrong arguments"
    })
public final class Benchmark implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private Length length = new Length();

  /** One of them. */
  static final class Length {
    @Option(names = "--quick", description = "At most ten minutes in all; the default.")
    private boolean quick;

    @Option(
        names = "--full",
        description =
            "What the documents report: 80 minutes --without operations,requeue, of them 30 with a"
                + " snapshot held.")
    private boolean full;

    @Option(names = "--tiny", description = "A few seconds: only looks whether everything runs.")
    private boolean tiny;

    Scale scale() {
      if (quick || (!full && !tiny)) {
        return Scale.quick();
      }
      return full ? Scale.full() : Scale.tiny();
    }
  }

  @Option(
      names = "--cell",
      paramLabel = "NAME",
      split = ",",
      description = "Only these cells; --list tells their names.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      description = "All cells but these.")
  private List<String> left = new ArrayList<>();

  @Option(
      names = "--side",
      paramLabel = "NAME",
      description = "Only these sides of the cells, as the tables name them; may be repeated.")
  private List<String> sides = new ArrayList<>();

  @Option(names = "--list", description = "Print the cells, and measure nothing.")
  private boolean list;

  @Option(names = "--rounds", description = "Rounds of each side, after the warm-up.")
  private int rounds;

  @Option(names = "--seconds", description = "Length of rounds that end by the clock.")
  private int seconds;

  @Option(names = "--tasks", description = "Tasks of rounds that end by count.")
  private int tasks;

  @Option(names = "--rows", description = "Rows of big tables.")
  private int rows;

  @Option(names = "--held", paramLabel = "SECONDS", description = "How long a snapshot is held.")
  private int heldSeconds;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description =
          "Where report.json, report.md and the plots are written. Default: ${DEFAULT-VALUE}.")
  private Path report = Path.of("target", "benchmark");

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--no-progress", description = "No progress bar.")
  private boolean noProgress;

  /** Ends the JVM: threads of a library that was given up may still run. */
  public static void main(String[] args) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmark());
  }

  @Override
  public Integer call() throws IOException, SQLException {
    PrintWriter out = spec().commandLine().getOut();
    List<Cell> cells = chosen();
    if (list) {
      cells.forEach(cell -> out.printf("%-20s %s%n", cell.name(), cell.meaning()));
      return 0;
    }
    RunReport result;
    try (BenchmarkServer server = database.open();
        Progress progress = noProgress ? Progress.none() : Progress.bar(cells.size())) {
      result = measure(server, cells, progress, out);
    }
    new TextTable(out).printTargets(result);
    new TextTable(out).printConditions(result);
    out.println("report: " + report.toAbsolutePath());
    out.flush();
    return result.cells().stream().allMatch(CellResult::isComplete) ? 0 : 1;
  }

  /** Writes the report after each cell, so that a run that is stopped leaves what it has. */
  private RunReport measure(
      BenchmarkServer server, List<Cell> cells, Progress progress, PrintWriter out)
      throws IOException, SQLException {
    Scale scale = length.scale().with(rounds, seconds, tasks, rows, heldSeconds);
    MeasureCell measure = new MeasureCell(new Bench(server, scale), sides, progress);
    ReportFolder folder = new ReportFolder(report);
    Instant began = Instant.now();
    ServerFacts before = ServerFacts.of(server);
    List<CellResult> results = new ArrayList<>();
    RunReport written;
    int done = 0;
    do {
      CellResult result =
          measure.execute(cells.get(done), share(scale, began, cells.subList(done, cells.size())));
      done++;
      results.add(result);
      progress.cellDone();
      new TextTable(out).print(result);
      double load = ServerFacts.of(server).loadAverage();
      written =
          new RunReport(
              began,
              Instant.now(),
              scale,
              Payloads.BYTES,
              before,
              load,
              Targets.judge(results),
              List.copyOf(results));
      folder.write(written);
    } while (done < cells.size());
    return written;
  }

  /**
   * What is left of the budget, divided among the cells that are left; of what one of them takes in
   * any case nothing is given to the others.
   */
  private static Duration share(Scale scale, Instant began, List<Cell> left) {
    Duration free = scale.budget().minus(Duration.between(began, Instant.now()));
    for (Cell cell : left) {
      free = free.minus(cell.least(scale));
    }
    Duration share = free.isNegative() ? Duration.ZERO : free.dividedBy(left.size());
    return share.plus(left.get(0).least(scale));
  }

  private List<Cell> chosen() {
    List<Cell> all = Cells.all();
    requireKnown("--cell", names, all);
    requireKnown("--without", left, all);
    List<Cell> cells =
        all.stream()
            .filter(cell -> names.isEmpty() || names.contains(cell.name()))
            .filter(cell -> !left.contains(cell.name()))
            .toList();
    if (cells.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec().commandLine(), "--without leaves no cell of --cell");
    }
    requireSides(cells);
    return cells;
  }

  private void requireKnown(String option, List<String> given, List<Cell> all) {
    for (String name : given) {
      if (all.stream().noneMatch(cell -> cell.name().equals(name))) {
        throw new CommandLine.ParameterException(
            spec().commandLine(),
            "%s must be one of %s, was %s"
                .formatted(option, all.stream().map(Cell::name).toList(), name));
      }
    }
  }

  /** Each cell has one of the sides that are asked for, and each of these is one of some cell. */
  private void requireSides(List<Cell> cells) {
    Set<String> unknown = new TreeSet<>(sides);
    for (Cell cell : cells) {
      List<String> has = cell.contenders().stream().map(Contender::name).toList();
      unknown.removeAll(has);
      if (!sides.isEmpty() && Collections.disjoint(sides, has)) {
        throw new CommandLine.ParameterException(
            spec().commandLine(), "--side: cell %s has %s".formatted(cell.name(), has));
      }
    }
    if (!unknown.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec().commandLine(), "--side: no cell has " + unknown);
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
