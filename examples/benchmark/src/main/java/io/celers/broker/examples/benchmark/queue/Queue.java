package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import java.time.Duration;

/** A task queue as the cells see it, with a database of its own. Safe for use by many threads. */
public interface Queue extends AutoCloseable {

  /** Tasks that are added by one call before a round. */
  int BATCH = 1_000;

  /** What is done for a task, with the mark that its payload carries. */
  @FunctionalInterface
  interface Handler {

    /** Handles one task. */
    void handle(long mark);
  }

  /** Workers that run until they are closed. */
  interface Workers extends AutoCloseable {

    /**
     * Whether the outcome of everything that was handled is stored. Unless told otherwise yes: who
     * stores each outcome before the next task is begun has one for each thread left at most.
     */
    default boolean isSettled() {
      return true;
    }

    @Override
    void close();
  }

  /** Where its tables are. */
  BenchmarkDatabase database();

  /** Removes all tasks. */
  void clear();

  /** Adds a task in a transaction of its own. */
  void enqueue(long mark) throws Exception;

  /** Adds many with the same mark, by the way that is meant for it. */
  void enqueueAll(int count, long mark) throws Exception;

  /** Exactly so many tasks, in tables that were just vacuumed. */
  default void refill(int tasks) throws Exception {
    clear();
    for (int added = 0; added < tasks; added += BATCH) {
      enqueueAll(Math.min(BATCH, tasks - added), 0);
    }
    database().execute("vacuum (analyze)");
  }

  /**
   * How many of so many tasks a round gives it: who is slow by an order of magnitude gets fewer.
   */
  default int share(int tasks) {
    return tasks;
  }

  /** One of so many parts, but never so few that there is nothing to measure. */
  static int partOf(int tasks, int parts) {
    return Math.max(20, tasks / parts);
  }

  /** How often it looks for tasks when there are none: pauses of that length hide no phase. */
  default Duration idle() {
    return Duration.ofMillis(100);
  }

  /** Starts to work tasks off. */
  Workers start(Handler handler) throws Exception;

  /** Drops the database. */
  @Override
  void close();
}
