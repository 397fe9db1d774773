package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Scale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What the application's own queries notice of a drain. */
final class Bystander implements Cell {

  private static final int ROWS = 10_000;
  private static final int PAUSE_MILLIS = 2;

  @Override
  public String name() {
    return "bystander";
  }

  @Override
  public String meaning() {
    return "Latency of a read by primary key of a table of the application: at rest, and while a"
        + " queue in the same database is drained.";
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.contender("at rest", "at_rest", pool, CelersQueue::new, Bystander::atRest),
        QueueSide.celers(pool, Bystander::duringDrain),
        QueueSide.dbScheduler(pool, Bystander::duringDrain));
  }

  private static List<Figure> atRest(Queue queue, Scale scale) throws Exception {
    fillTable(queue);
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + scale.timed().toNanos();
    return measured(queue, latencies, () -> System.nanoTime() - end < 0);
  }

  private static List<Figure> duringDrain(Queue queue, Scale scale) throws Exception {
    fillTable(queue);
    int tasks = queue.share(scale.tasks());
    queue.refill(tasks);
    FutureTask<Figure> drain = new FutureTask<>(() -> Draining.of(tasks, scale, queue::start));
    Thread thread = new Thread(drain, "bystander's drain");
    thread.setDaemon(true);
    thread.start();
    List<Figure> figures = measured(queue, new Latencies(), () -> !drain.isDone());
    drain.get();
    return figures;
  }

  private static void fillTable(Queue queue) {
    BusinessTable.empty(queue.database());
    queue
        .database()
        .execute(
            "insert into public.orders (customer, amount) select 'Ada', g from generate_series(1, "
                + ROWS
                + ") g",
            "vacuum (analyze) public.orders");
  }

  private static List<Figure> measured(Queue queue, Latencies latencies, Callable<Boolean> goOn)
      throws Exception {
    try (Connection connection = queue.database().pool().getConnection();
        PreparedStatement read =
            connection.prepareStatement("select customer from public.orders where id = ?")) {
      do {
        read(read, latencies);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } while (goOn.call());
    }
    return latencies.figures("");
  }

  private static void read(PreparedStatement statement, Latencies latencies) throws SQLException {
    statement.setLong(1, ThreadLocalRandom.current().nextLong(1, ROWS + 1L));
    long began = System.nanoTime();
    try (ResultSet row = statement.executeQuery()) {
      row.next();
    }
    latencies.add(System.nanoTime() - began);
  }
}
