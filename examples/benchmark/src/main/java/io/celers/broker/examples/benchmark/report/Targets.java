package io.celers.broker.examples.benchmark.report;

import static io.celers.broker.examples.benchmark.report.Target.Bound.ABOVE;
import static io.celers.broker.examples.benchmark.report.Target.Bound.AT_LEAST;
import static io.celers.broker.examples.benchmark.report.Target.Bound.AT_MOST;
import static io.celers.broker.examples.benchmark.report.Target.Bound.BELOW;
import static io.celers.broker.examples.benchmark.run.Contender.BROKER;

import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.queue.GraphileQueue;
import io.celers.broker.examples.benchmark.queue.JobRunrQueue;
import io.celers.broker.examples.benchmark.queue.RawSqlQueue;
import io.celers.broker.examples.benchmark.report.Target.Bound;
import io.celers.broker.examples.benchmark.report.Target.Median;
import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.SideResult;
import io.celers.broker.examples.benchmark.run.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is aimed at, and whether a run met it. */
public final class Targets {

  private static final String RATE = "rate";
  private static final String P50 = "p50";
  private static final String P99 = "p99";
  private static final String BARE = RawSqlQueue.NAME;
  private static final String DB_SCHEDULER = DbSchedulerQueue.NAME;
  private static final String IN_CALLERS = BROKER + ", caller's tx";
  private static final String HELD = BROKER + ", held";
  private static final String DELETED = BROKER + ", deleted at ack";
  private static final String PLAIN_LOOP = BROKER + ", plain loop";

  static final List<Target> ALL =
      List.of(
          single("drain", "20,000/s", BROKER, RATE, AT_LEAST, 20_000),
          single("drain", "25,000/s deleted at ack", DELETED, RATE, AT_LEAST, 25_000),
          rates("drain", "4 x db-scheduler", BROKER, AT_LEAST, 4, DB_SCHEDULER),
          rates("drain", "1.5 x Graphile Worker", BROKER, AT_LEAST, 1.5, GraphileQueue.NAME),
          rates("drain", "15 x JobRunr", BROKER, AT_LEAST, 15, JobRunrQueue.NAME),
          rates(
              "transactional-drain",
              "3 x db-scheduler's plain drain, in batches",
              BROKER + ", batches",
              AT_LEAST,
              3,
              DB_SCHEDULER),
          rates("enqueue-one", "1.5 x db-scheduler", BROKER, AT_LEAST, 1.5, DB_SCHEDULER),
          rates("enqueue-one", "0.8 x bare JDBC", BROKER, AT_LEAST, 0.8, BARE),
          single("enqueue-one", "p50 below 2 ms", BROKER, P50, BELOW, 2),
          rates(
              "enqueue-in-transaction",
              "0.75 x the row alone",
              BROKER,
              AT_LEAST,
              0.75,
              "row alone"),
          rates("enqueue-batch", "3 x db-scheduler", BROKER, AT_LEAST, 3, DB_SCHEDULER),
          single("enqueue-bulk", "150,000/s", BROKER, RATE, AT_LEAST, 150_000),
          rates("dequeue-ack-one", "0.8 x bare JDBC", BROKER, AT_LEAST, 0.8, BARE),
          single("dequeue-ack-one", "more than 500/s", BROKER, RATE, ABOVE, 500),
          single("dequeue-ack-one", "p50 of dequeue below 5 ms", BROKER, "dequeue p50", BELOW, 5),
          single("latency", "p50 below 3 ms", BROKER, P50, BELOW, 3),
          single("latency", "p99 below 15 ms", BROKER, P99, BELOW, 15),
          single("latency", "p50 below 3 ms, caller's transaction", IN_CALLERS, P50, BELOW, 3),
          single("latency", "p99 below 15 ms, caller's transaction", IN_CALLERS, P99, BELOW, 15),
          single("latency-300", "p99 below 25 ms", BROKER, P99, BELOW, 25),
          rates(
              "schedule-load",
              "within 5 % of the drain without",
              BROKER + ", scheduled",
              AT_LEAST,
              0.95,
              BROKER),
          backlog("dequeue(1) p50"),
          backlog("dequeue(100) p50"),
          rates("held-snapshot", "95 % of the clean rate", HELD, AT_LEAST, 0.95, BROKER),
          ratio(
              "held-snapshot",
              "p99 of claims at most 2 x the clean one",
              new Median(HELD, "claim p99"),
              AT_MOST,
              2,
              new Median(BROKER, "claim p99")),
          single("wal", "below 1,000 B per task", BROKER, "in all", BELOW, 1_000),
          single(
              "wal",
              "the same without full page images",
              BROKER,
              "in all, without full page images",
              BELOW,
              1_000),
          ratio(
              "bystander",
              "p99 at most 2 x that at rest",
              new Median(BROKER, P99),
              AT_MOST,
              2,
              new Median("at rest", P99)),
          single("memory", "heap below 64 MiB", BROKER, "heap", BELOW, 64),
          single("memory", "flat: at most 4 MiB more", BROKER, "more than before", AT_MOST, 4),
          bare("enqueue-one", BROKER),
          bare("enqueue-in-transaction", BROKER),
          bare("enqueue-batch", BROKER),
          bare("dequeue-ack-one", BROKER),
          bare("drain", PLAIN_LOOP),
          rates(
              "enqueue-bulk",
              "at most 10 % slower than COPY from a file",
              "COPY from a file",
              AT_MOST,
              1.1,
              BROKER));

  private Targets() {}

  private static Target rates(
      String cell, String aim, String side, Bound bound, double limit, String reference) {
    return ratio(cell, aim, new Median(side, RATE), bound, limit, new Median(reference, RATE));
  }

  private static Target backlog(String metric) {
    return ratio(
        "backlog",
        metric + " of the longest within 1.3 x of the shortest",
        new Median("longest", metric),
        AT_MOST,
        1.3,
        new Median("shortest", metric));
  }

  private static Target bare(String cell, String side) {
    return rates(cell, "bare JDBC at most 10 % faster", BARE, AT_MOST, 1.1, side);
  }

  private static Target ratio(
      String cell, String aim, Median value, Bound bound, double limit, Median reference) {
    return new Target(cell, aim, value, Optional.of(reference), bound, limit);
  }

  private static Target single(
      String cell, String aim, String side, String metric, Bound bound, double limit) {
    return new Target(cell, aim, new Median(side, metric), Optional.empty(), bound, limit);
  }

  /** Of the cells that were measured. */
  public static List<TargetResult> judge(List<CellResult> cells) {
    List<TargetResult> results = new ArrayList<>();
    for (Target target : ALL) {
      cells.stream()
          .filter(cell -> cell.cell().equals(target.cell()))
          .map(cell -> judge(target, cell))
          .forEach(results::add);
    }
    return results;
  }

  private static TargetResult judge(Target target, CellResult cell) {
    Optional<Summary> value = find(cell, target.value());
    if (value.isEmpty()) {
      return notMeasured(target, target.value().side());
    }
    Summary summary = value.get();
    if (target.reference().isEmpty()) {
      String text = Numbers.of(summary.median()) + " " + summary.unit().symbol();
      return result(target, text, summary.median());
    }
    Optional<Summary> reference = find(cell, target.reference().get());
    if (reference.isEmpty()) {
      return notMeasured(target, target.reference().get().side());
    }
    double quotient = summary.median() / reference.get().median();
    String text =
        "%s x: %s to %s %s"
            .formatted(
                Numbers.ratio(quotient),
                Numbers.of(summary.median()),
                Numbers.of(reference.get().median()),
                summary.unit().symbol());
    return result(target, text, quotient);
  }

  private static Optional<Summary> find(CellResult cell, Median median) {
    return cell.sides().stream()
        .filter(side -> side.name().equals(median.side()))
        .map(SideResult::summaries)
        .flatMap(List::stream)
        .filter(summary -> summary.metric().equals(median.metric()))
        .findFirst();
  }

  private static TargetResult result(Target target, String measured, double value) {
    TargetResult.Answer answer =
        target.bound().holds(value, target.limit())
            ? TargetResult.Answer.YES
            : TargetResult.Answer.NO;
    return new TargetResult(target.cell(), target.aim(), measured, answer);
  }

  private static TargetResult notMeasured(Target target, String side) {
    return new TargetResult(
        target.cell(), target.aim(), "no figures of " + side, TargetResult.Answer.NOT_MEASURED);
  }
}
