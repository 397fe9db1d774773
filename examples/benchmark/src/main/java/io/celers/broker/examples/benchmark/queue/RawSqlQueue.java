package io.celers.broker.examples.benchmark.queue;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.jooq.JooqBroker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jooq.Configuration;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;

/**
 * The limit: the very statements of the broker, sent through the driver as prepared statements.
 * What the broker is slower than this is the cost of its Java.
 */
public final class RawSqlQueue implements Queue {

  /** As the reports name it. */
  public static final String NAME = "same SQL, bare JDBC";

  /** A task that was claimed. */
  public record Claimed(UUID id, UUID receipt, byte[] payload) {}

  private final BrokerDatabase database;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final RecordedStatement insert;
  private final RecordedStatement insertAll;
  private final RecordedStatement claim;
  private final RecordedStatement ack;
  private final RecordedStatement ackAll;

  /**
   * In a database of its own, with a pool of so many connections.
   *
   * @param batch how many a claim takes
   */
  public RawSqlQueue(Bench bench, String database, int connections, int batch) {
    this.database = bench.brokerDatabase(database, connections);
    StatementRecorder recorder = new StatementRecorder();
    Configuration recorded =
        this.database.db().configuration().derive(new DefaultExecuteListenerProvider(recorder));
    Broker broker = JooqBroker.on(DSL.using(recorded));
    List<Delivery> deliveries = new ArrayList<>();
    insert = recorder.last(() -> broker.enqueue(CelersQueue.task(0)));
    insertAll =
        recorder.last(() -> broker.enqueueAll(List.of(CelersQueue.task(1), CelersQueue.task(2))));
    deliveries.addAll(broker.queue(CelersQueue.QUEUE).dequeue(1));
    claim = recorder.last(() -> deliveries.addAll(broker.queue(CelersQueue.QUEUE).dequeue(batch)));
    ack = recorder.last(() -> broker.ack(deliveries.get(0)));
    ackAll = recorder.last(() -> broker.ackAll(deliveries.subList(1, 2)));
  }

  /** The broker that made its tables, and jOOQ on the same pool. */
  public BrokerDatabase brokerDatabase() {
    return database;
  }

  @Override
  public BenchmarkDatabase database() {
    return database.database();
  }

  @Override
  public void clear() {
    database.removeTasks();
  }

  @Override
  public void enqueue(long mark) throws SQLException {
    try (Connection connection = database.database().pool().getConnection()) {
      enqueue(connection, mark);
    }
  }

  /** One, on this connection. */
  public void enqueue(Connection connection, long mark) throws SQLException {
    try (PreparedStatement statement =
        insert.prepare(connection, ids.generate(), Payloads.bytes(mark))) {
      statement.execute();
    }
  }

  @Override
  public void enqueueAll(int count, long mark) throws SQLException {
    UUID[] newIds = new UUID[count];
    byte[][] payloads = new byte[count][];
    Arrays.setAll(newIds, i -> ids.generate());
    Arrays.setAll(payloads, i -> Payloads.bytes(mark));
    try (Connection connection = database.database().pool().getConnection();
        PreparedStatement statement = insertAll.prepare(connection, newIds, payloads)) {
      statement.execute();
    }
  }

  @Override
  public void refill(int count) {
    clear();
    database.addTasks(LongStream.range(0, count).mapToObj(CelersQueue::task));
    database.vacuum();
  }

  /** As many as were said at the beginning, or fewer. */
  public List<Claimed> dequeue() throws SQLException {
    try (Connection connection = database.database().pool().getConnection();
        PreparedStatement statement = claim.prepare(connection, UUID.randomUUID());
        ResultSet rows = statement.executeQuery()) {
      List<Claimed> claimed = new ArrayList<>();
      while (rows.next()) {
        claimed.add(
            new Claimed(
                rows.getObject("id", UUID.class),
                rows.getObject("receipt", UUID.class),
                rows.getBytes("payload")));
      }
      return claimed;
    }
  }

  /** One; false if it was not ours any more. */
  public boolean ack(Claimed task) throws SQLException {
    try (Connection connection = database.database().pool().getConnection();
        PreparedStatement statement = ack.prepare(connection, task.id(), task.receipt());
        ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /** Many, by one statement. */
  public void ackAll(List<Claimed> tasks) throws SQLException {
    UUID[] taskIds = tasks.stream().map(Claimed::id).toArray(UUID[]::new);
    UUID[] receipts = tasks.stream().map(Claimed::receipt).toArray(UUID[]::new);
    try (Connection connection = database.database().pool().getConnection();
        PreparedStatement statement = ackAll.prepare(connection, taskIds, receipts);
        ResultSet rows = statement.executeQuery()) {
      if (rows.next()) {
        throw new SQLException("not held any more: " + rows.getObject("id"));
      }
    }
  }

  @Override
  public Workers start(Handler handler) {
    return new Loops<Claimed>(
        Loops.THREADS,
        this::dequeue,
        task -> handler.handle(Payloads.mark(task.payload())),
        this::ackAll);
  }

  @Override
  public void close() {
    database.close();
  }
}
