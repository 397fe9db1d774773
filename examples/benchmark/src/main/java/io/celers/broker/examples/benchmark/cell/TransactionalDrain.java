package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The drain with handlers that write one row, here in the transaction that finishes the task. */
final class TransactionalDrain implements Cell {

  /** There is one of so many parts of the tasks where each has a transaction of its own. */
  private static final int PART = 5;

  @Override
  public String name() {
    return "transactional-drain";
  }

  @Override
  public String meaning() {
    return ("Handlers write one row for each task in the transaction of the ack, that of one task or"
            + " of a batch of up to 100; against db-scheduler's plain drain, and its handlers writing"
            + " the row in a transaction of its own. Where each task has its own transaction there are"
            + " 1/%d of the tasks.")
        .formatted(PART);
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, TransactionalDrain::inTransactions),
        QueueSide.contender(
            "celers, batches",
            "celers_batches",
            pool,
            CelersQueue::new,
            TransactionalDrain::inSharedTransactions),
        QueueSide.dbScheduler(pool, Draining::ofRefilled),
        QueueSide.contender(
            DbSchedulerQueue.NAME + ", row",
            "db_scheduler_row",
            pool,
            DbSchedulerQueue::new,
            TransactionalDrain::rowByItself));
  }

  private static int part(Scale scale) {
    return Queue.partOf(scale.tasks(), PART);
  }

  private static List<Figure> inTransactions(CelersQueue queue, Scale scale) throws Exception {
    BusinessTable.empty(queue.database());
    int tasks = part(scale);
    queue.refill(tasks);
    return List.of(
        Draining.of(
            tasks,
            scale,
            handler -> queue.startInTransactions(tx -> BusinessTable.insert(tx.dsl()), handler)));
  }

  private static List<Figure> inSharedTransactions(CelersQueue queue, Scale scale)
      throws Exception {
    BusinessTable.empty(queue.database());
    queue.refill(scale.tasks());
    return List.of(
        Draining.of(
            scale.tasks(),
            scale,
            handler ->
                queue.startInSharedTransactions(
                    (tx, tasks) -> BusinessTable.insert(tx.dsl(), tasks), handler)));
  }

  private static List<Figure> rowByItself(DbSchedulerQueue queue, Scale scale) throws Exception {
    BusinessTable.empty(queue.database());
    int tasks = part(scale);
    queue.refill(tasks);
    return List.of(
        Draining.of(
            tasks,
            scale,
            handler ->
                queue.start(
                    mark -> {
                      insert(queue);
                      handler.handle(mark);
                    })));
  }

  private static void insert(DbSchedulerQueue queue) {
    try (Connection connection = queue.database().pool().getConnection();
        PreparedStatement row = BusinessTable.insert(connection)) {
      row.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
