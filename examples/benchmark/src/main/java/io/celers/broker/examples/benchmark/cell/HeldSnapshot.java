package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Unit;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a forgotten transaction does to the queue. */
final class HeldSnapshot implements Cell {

  private static final int PER_SECOND = 5_000;
  private static final int BATCH = 100;

  /** What is not handled so long after the last call is left out. */
  private static final Duration AT_END = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "held-snapshot";
  }

  @Override
  public String meaning() {
    return ("Steady load of %,d tasks per second, worked off at once, without and with a"
            + " transaction that holds an old snapshot all the time; rate kept, and time from"
            + " enqueue to handler.")
        .formatted(PER_SECOND);
  }

  /** Each round is long; more than one would take hours. */
  @Override
  public Scale scale(Scale scale) {
    return scale.once();
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, HeldSnapshot::load),
        QueueSide.contender(
            Contender.BROKER + ", held", "celers_held", pool, CelersQueue::new, HeldSnapshot::held),
        QueueSide.dbScheduler(pool, HeldSnapshot::load),
        QueueSide.contender(
            DbSchedulerQueue.NAME + ", held",
            "db_scheduler_held",
            pool,
            DbSchedulerQueue::new,
            HeldSnapshot::held));
  }

  private static List<Figure> held(Queue queue, Scale scale) throws Exception {
    queue.clear();
    try (Connection connection = queue.database().pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("select count(*) from pg_class");
      List<Figure> figures = load(queue, scale);
      connection.rollback();
      return figures;
    }
  }

  private static List<Figure> load(Queue queue, Scale scale) throws Exception {
    queue.clear();
    Latencies latencies = new Latencies();
    Queue.Workers workers = queue.start(mark -> latencies.add(System.nanoTime() - mark));
    try (workers) {
      long began = System.nanoTime();
      long added =
          SteadyLoad.run(
              PER_SECOND, BATCH, scale.held(), count -> queue.enqueueAll(count, System.nanoTime()));
      SteadyLoad.settle(added, AT_END.plus(queue.idle()), latencies::count);
      long nanos = System.nanoTime() - began;
      List<Figure> figures = new ArrayList<>();
      figures.add(Figure.rate(latencies.count(), nanos));
      figures.addAll(latencies.figures(""));
      figures.add(new Figure("dead rows", Unit.ROWS, queue.database().deadRows()));
      figures.add(
          new Figure("tables and indexes", Unit.MEBIBYTES, queue.database().bytes() / 1048576.0));
      return figures;
    }
  }
}
