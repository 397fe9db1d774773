package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.ClaimTimer;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Series;
import io.celers.broker.examples.benchmark.run.Side;
import io.celers.broker.examples.benchmark.run.Unit;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Enqueues at a fixed rate and works off, with or without a transaction that stays open. */
final class SteadyWork implements Side {

  /** The load. */
  static final int PER_SECOND = 5_000;

  private static final int BATCH = 100;

  /** The same load before that, at most so long: else a short round is mostly its cold start. */
  static final Duration WARM_UP = Duration.ofSeconds(20);

  /** What is not handled so long after the last call is left out. */
  private static final Duration AT_END = Duration.ofSeconds(2);

  private final Queue queue;
  private final ClaimTimer timer;
  private final Duration length;
  private final boolean held;
  private List<Series> series = List.of();

  private SteadyWork(Queue queue, ClaimTimer timer, Duration length, boolean held) {
    this.queue = queue;
    this.timer = timer;
    this.length = length;
    this.held = held;
  }

  /** Without such a transaction. */
  static SteadyWork clean(Queue queue, ClaimTimer timer, Duration length) {
    return new SteadyWork(queue, timer, length, false);
  }

  /** With one. */
  static SteadyWork held(Queue queue, ClaimTimer timer, Duration length) {
    return new SteadyWork(queue, timer, length, true);
  }

  /** What is measured for so long takes so long with what precedes it. */
  static Duration withWarmUp(Duration length) {
    return length.plus(warmUp(length));
  }

  private static Duration warmUp(Duration length) {
    return length.compareTo(WARM_UP) < 0 ? length : WARM_UP;
  }

  @Override
  public List<Figure> round() throws Exception {
    queue.clear();
    load(warmUp(length));
    queue.clear();
    if (!held) {
      return load(length);
    }
    try (Connection connection = queue.database().pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("select count(*) from pg_class");
      List<Figure> figures = load(length);
      connection.rollback();
      return figures;
    }
  }

  private List<Figure> load(Duration length) throws Exception {
    Latencies latencies = new Latencies();
    Intervals intervals = new Intervals(length);
    timer.tell(intervals::claim);
    Queue.Workers workers =
        queue.start(
            mark -> {
              latencies.add(System.nanoTime() - mark);
              intervals.task();
            });
    try (workers) {
      long began = System.nanoTime();
      long added =
          SteadyLoad.run(
              PER_SECOND, BATCH, length, count -> queue.enqueueAll(count, System.nanoTime()));
      SteadyLoad.settle(added, AT_END.plus(queue.idle()), latencies::count);
      long nanos = System.nanoTime() - began;
      series = intervals.series();
      List<Figure> figures = new ArrayList<>();
      figures.add(Figure.rate(latencies.count(), nanos));
      figures.addAll(latencies.figures(""));
      figures.addAll(intervals.claims().figures("claim "));
      figures.addAll(deadRows());
      figures.add(
          new Figure("tables and indexes", Unit.MEBIBYTES, queue.database().bytes() / 1048576.0));
      return figures;
    }
  }

  private List<Figure> deadRows() {
    Map<String, Long> dead = queue.database().deadRows();
    List<Figure> figures = new ArrayList<>();
    long all = dead.values().stream().mapToLong(Long::longValue).sum();
    figures.add(new Figure("dead rows", Unit.ROWS, all));
    dead.forEach(
        (table, rows) -> figures.add(new Figure("dead rows of " + table, Unit.ROWS, rows)));
    return figures;
  }

  @Override
  public List<Series> series() {
    return series;
  }

  @Override
  public void close() {
    queue.close();
  }
}
