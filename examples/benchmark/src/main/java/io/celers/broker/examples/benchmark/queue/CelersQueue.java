package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.worker.WorkerBuilder;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jooq.Configuration;

/** This broker, with its own worker. */
public final class CelersQueue implements Queue {

  /** The queue that all tasks are in. */
  public static final String QUEUE = "benchmark";

  private static final TaskType<byte[]> TYPE = TaskType.ofBytes("benchmark").queue(QUEUE);

  /** As the peers have; with what the worker needs besides it fits into their pool. */
  private static final int CONCURRENCY = 20;

  /** More than the default: tasks that do nothing are as quick as a claim of many. */
  private static final int PREFETCH = 200;

  /** Tasks that share a transaction at most. */
  private static final int BATCH = 100;

  /** So many such batches are claimed ahead, since a batch is one handler's. */
  private static final int BATCHES = 5;

  /** A worker of the broker, which gathers outcomes. */
  private record Started(Worker worker) implements Workers {

    @Override
    public boolean isSettled() {
      return worker.inHand() == 0;
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  /** What a handler writes. */
  @FunctionalInterface
  public interface InTransaction {

    /** Writes it in the transaction that settles the task. */
    void run(Configuration tx);
  }

  /** What a handler of several tasks writes. */
  @FunctionalInterface
  public interface InSharedTransaction {

    /** Writes it for so many tasks in the transaction that settles them. */
    void run(Configuration tx, int tasks);
  }

  private final BrokerDatabase database;

  /** In a database of its own, with a pool of so many connections. */
  public CelersQueue(Bench bench, String database, int connections) {
    this.database = bench.brokerDatabase(database, connections);
  }

  /** The same, with the claims timed. */
  public CelersQueue(Bench bench, String database, int connections, ClaimTimer timer) {
    this.database = bench.brokerDatabase(database, connections, timer);
  }

  /** The same, whose tasks are deleted with their acks. */
  public static CelersQueue retainingNothing(Bench bench, String database, int connections) {
    CelersQueue queue = new CelersQueue(bench, database, connections);
    queue
        .database
        .broker()
        .queue(TaskType.DEFAULT_QUEUE)
        .configure(QueueSettings.none().withRetention(Duration.ZERO));
    return queue;
  }

  /** A task as all sides enqueue it. */
  public static NewTask<byte[]> task(long mark) {
    return TYPE.with(Payloads.bytes(mark));
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
  public Duration idle() {
    return WorkerBuilder.DEFAULT_POLL_INTERVAL;
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

  /**
   * Adds tasks to those that wait, after all that were ever claimed were deleted; leaves nothing to
   * be done in the background: vacuumed, in the cache as far as it fits, written to the disk.
   */
  public void addToCleared(int count) {
    database().execute("delete from celers.celers_tasks where state <> 'pending'");
    enqueueBulk(count);
    // else the server leaves the indexes of a big table with few dead rows as they are
    database().execute("vacuum (freeze, analyze, index_cleanup on) celers.celers_tasks");
    database().readIntoCache("celers.celers_tasks");
    database().checkpoint();
  }

  @Override
  public Workers start(Handler handler) {
    return new Started(
        database
            .broker()
            .worker()
            .handle(TYPE, (payload, task) -> handler.handle(Payloads.mark(payload)))
            .concurrency(CONCURRENCY)
            .prefetch(PREFETCH)
            .start());
  }

  /**
   * Starts four threads that claim a batch by the public calls, handle it, and ack it as one: the
   * same as those of bare SQL, with the broker between them and the server.
   */
  public Workers startLoops(int batch, Handler handler) {
    JooqBroker broker = database.broker();
    TaskSource source = broker.queue(QUEUE);
    return new Loops<Delivery>(
        Loops.THREADS,
        () -> source.dequeue(batch),
        task -> handler.handle(Payloads.mark(task.payload())),
        tasks -> requireSettled(broker.ackAll(tasks)));
  }

  private static void requireSettled(List<Settlement> settlements) {
    for (Settlement settlement : settlements) {
      if (!(settlement instanceof Settlement.Settled)) {
        throw new IllegalStateException("not held any more: " + settlement);
      }
    }
  }

  /** Starts to work tasks off, each in a transaction with the ack; handled is what is committed. */
  public Workers startInTransactions(InTransaction work, Handler handler) {
    return startCommitting(
        database.broker().worker().handleInTransaction(TYPE, (tx, payload, task) -> work.run(tx)),
        PREFETCH,
        handler);
  }

  /** The same in batches. */
  public Workers startInSharedTransactions(InSharedTransaction work, Handler handler) {
    return startCommitting(
        database
            .broker()
            .worker()
            .handleBatchInTransaction(TYPE, BATCH, (tx, tasks) -> work.run(tx, tasks.size())),
        BATCHES * BATCH,
        handler);
  }

  private static Workers startCommitting(WorkerBuilder worker, int prefetch, Handler handler) {
    return new Started(
        worker
            .concurrency(CONCURRENCY)
            .prefetch(prefetch)
            .listener(
                new WorkerListener() {
                  @Override
                  public void settled(Delivery delivery, Settlement.Settled settlement) {
                    handler.handle(Payloads.mark(delivery.payload()));
                  }
                })
            .start());
  }

  @Override
  public void close() {
    database.close();
  }
}
