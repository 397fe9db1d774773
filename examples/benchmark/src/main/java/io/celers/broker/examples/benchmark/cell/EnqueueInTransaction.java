package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.RawSqlQueue;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.examples.benchmark.run.Calls;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;

/** A task in the transaction of the row that it is about: what it costs to have a queue. */
final class EnqueueInTransaction implements Cell {

  private static final int THREADS = 4;

  @Override
  public String name() {
    return "enqueue-in-transaction";
  }

  @Override
  public String meaning() {
    return ("One business row and one task in each transaction, against the row alone; %d threads,"
            + " a pool of as many connections.")
        .formatted(THREADS);
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        QueueSide.celers(THREADS, EnqueueInTransaction::withTask),
        QueueSide.contender(
            "row alone", "row_alone", THREADS, CelersQueue::new, EnqueueInTransaction::rowAlone),
        QueueSide.rawSql(THREADS, 1, EnqueueInTransaction::bare));
  }

  private static List<Figure> withTask(CelersQueue queue, Scale scale) throws Exception {
    BrokerDatabase database = queue.brokerDatabase();
    prepare(database);
    return Calls.measure(
        THREADS,
        scale.timed(),
        () -> {
          database
              .db()
              .transaction(
                  tx -> {
                    BusinessTable.insert(tx.dsl());
                    database.broker().using(tx).enqueue(CelersQueue.task(0));
                  });
          return 1;
        });
  }

  private static List<Figure> rowAlone(CelersQueue queue, Scale scale) throws Exception {
    BrokerDatabase database = queue.brokerDatabase();
    prepare(database);
    return Calls.measure(
        THREADS,
        scale.timed(),
        () -> {
          database.db().transaction(tx -> BusinessTable.insert(tx.dsl()));
          return 1;
        });
  }

  private static List<Figure> bare(RawSqlQueue queue, Scale scale) throws Exception {
    BrokerDatabase database = queue.brokerDatabase();
    prepare(database);
    return Calls.measure(
        THREADS,
        scale.timed(),
        () -> {
          try (Connection connection = database.database().pool().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement row = BusinessTable.insert(connection)) {
              row.executeUpdate();
            }
            queue.enqueue(connection, 0);
            connection.commit();
          }
          return 1;
        });
  }

  private static void prepare(BrokerDatabase database) {
    database.removeTasks();
    BusinessTable.empty(database.database());
  }
}
