package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.task.NewTask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jooq.Configuration;

/** This broker. */
public final class CelersQueue implements Queue {

  /** The queue that all tasks are in. */
  public static final String QUEUE = "benchmark";

  /** Tasks of a claim. */
  static final int CLAIM = 100;

  /** As many as a server of few cores can make use of. */
  static final int BATCH_THREADS = 4;

  private static final int TRANSACTION_THREADS = 16;
  private static final int TRANSACTION_CLAIM = 10;

  /** What a handler writes. */
  @FunctionalInterface
  public interface InTransaction {

    /** Writes it in the transaction that settles the task. */
    void run(Configuration tx);
  }

  private final BrokerDatabase database;

  /** In a database of its own, with a pool of so many connections. */
  public CelersQueue(Bench bench, String database, int connections) {
    this.database = bench.brokerDatabase(database, connections);
  }

  /** A task as all sides enqueue it. */
  public static NewTask<byte[]> task(long mark) {
    return NewTask.ofBytes("benchmark", Payloads.bytes(mark)).queue(QUEUE);
  }

  /** The broker, and jOOQ on the same pool. */
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
  public void enqueue(long mark) {
    database.broker().enqueue(task(mark));
  }

  @Override
  public void enqueueAll(int count, long mark) {
    List<NewTask<byte[]>> tasks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tasks.add(task(mark));
    }
    database.broker().enqueueAll(tasks);
  }

  /** Very many, in one call. */
  public long enqueueBulk(int count) {
    return database.addTasks(LongStream.range(0, count).mapToObj(CelersQueue::task));
  }

  @Override
  public void refill(int count) {
    clear();
    enqueueBulk(count);
    database.vacuum();
  }

  @Override
  public Workers start(Handler handler) {
    TaskSource source = database.broker().queue(QUEUE);
    return new Loops<Delivery>(
        BATCH_THREADS,
        () -> source.dequeue(CLAIM),
        delivery -> handler.handle(Payloads.mark(delivery.payload())),
        database.broker()::ackAll);
  }

  /** Starts to work tasks off, each in a transaction with the ack. */
  public Workers startInTransactions(InTransaction work, Handler handler) {
    TaskSource source = database.broker().queue(QUEUE);
    return new Loops<Delivery>(
        TRANSACTION_THREADS,
        () -> source.dequeue(TRANSACTION_CLAIM),
        delivery -> {
          database
              .db()
              .transaction(
                  tx -> {
                    work.run(tx);
                    Settlement settlement = database.broker().using(tx).ack(delivery);
                    if (!(settlement instanceof Settlement.Settled)) {
                      throw new IllegalStateException("not held any more: " + settlement);
                    }
                  });
          handler.handle(Payloads.mark(delivery.payload()));
        },
        deliveries -> {});
  }

  @Override
  public void close() {
    database.close();
  }
}
