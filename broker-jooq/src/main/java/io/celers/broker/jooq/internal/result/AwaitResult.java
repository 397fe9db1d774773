package io.celers.broker.jooq.internal.result;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.task.FindProgress;
import io.celers.broker.result.Awaited;
import io.celers.broker.result.StoredResult;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Looks for a result again and again.
 *
 * <p>The intervals grow by half each time, from 5 ms, which is about what a short task takes, to a
 * second, so that many who wait long cost little; up to a quarter is taken off at random, so that
 * those who began together do not go on asking together.
 */
final class AwaitResult {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final UUID taskId;

  AwaitResult(Database database, UUID taskId) {
    this.database = database;
    this.taskId = taskId;
  }

  // The time that passes here is only the caller's patience; nothing about the task depends on it.
  Awaited within(Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    long interval = FIRST_NANOS;
    while (true) {
      Optional<Awaited> outcome = look();
      if (outcome.isPresent()) {
        return outcome.get();
      }
      long left = timeout.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        return new Awaited.TimedOut(taskId);
      }
      pause(Math.min(left, interval - ThreadLocalRandom.current().nextLong(interval / 4)));
      interval = Math.min(interval + interval / 2, LONGEST_NANOS);
    }
  }

  /**
   * First where the task is, then for the result: if the ack that ended the task brought a result,
   * the second look finds it.
   */
  private Optional<Awaited> look() {
    Optional<Boolean> ended =
        database.run("await a result", db -> FindProgress.execute(db, taskId));
    StoredResult result =
        database
            .run("await a result", db -> FindResults.execute(db, new UUID[] {taskId}))
            .get(taskId);
    if (result != null && result.status().isFinal()) {
      return Optional.of(new Awaited.Finished(result));
    }
    if (ended.isPresent()) {
      return ended.get() ? Optional.of(new Awaited.Ended(taskId)) : Optional.empty();
    }
    return result == null ? Optional.of(new Awaited.Absent(taskId)) : Optional.empty();
  }

  private static void pause(long nanos) throws InterruptedException {
    if (new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("nobody opens this latch");
    }
  }
}
