package io.celers.broker.jooq.internal.result;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.task.FindProgress;
import io.celers.broker.jooq.internal.thread.Pause;
import io.celers.broker.jooq.internal.wakeup.Listener;
import io.celers.broker.jooq.internal.wakeup.NoteSleep;
import io.celers.broker.jooq.internal.wakeup.Subscription;
import io.celers.broker.jooq.internal.wakeup.Topic;
import io.celers.broker.result.Awaited;
import io.celers.broker.result.StoredResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks for a result again and again, and at once when it is woken.
 *
 * <p>The intervals are doubled each time, from 5 ms, which is about what a short task takes, to a
 * second, so that many who wait long cost little; up to a half is taken off at random, so that
 * those who began together do not go on asking together. Who still waits after some looks notes it,
 * so that the store of the result notifies, and looks whenever it is notified.
 */
final class AwaitResult {

  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /**
   * From such an interval on polling alone would see a result noticeably late: after some 60 ms.
   */
  private static final long PATIENT_NANOS = Duration.ofMillis(50).toNanos();

  /** How long a note counts: short, since that of a waiter who left early costs a notification. */
  private static final Duration NOTE = Duration.ofSeconds(30);

  private final Database database;
  private final UUID taskId;
  private final Optional<Listener> listener;
  private final UUID waiter = UUID.randomUUID();
  private long notedAt;
  private boolean noted;

  AwaitResult(Database database, UUID taskId, Optional<Listener> listener) {
    this.database = database;
    this.taskId = taskId;
    this.listener = listener;
  }

  Awaited within(Duration timeout) throws InterruptedException {
    // Without a listener nobody rings, and waiting is only a pause.
    try (Subscription bell =
        listener
            .map(open -> open.subscribe(Topic.result(taskId)))
            .orElseGet(Subscription::toNothing)) {
      return within(timeout, bell);
    }
  }

  // The time that passes here is only the caller's patience; nothing about the task depends on it.
  private Awaited within(Duration timeout, Subscription bell) throws InterruptedException {
    long start = System.nanoTime();
    Pause interval = new Pause(SHORTEST, LONGEST);
    while (true) {
      if (interval.peek() > PATIENT_NANOS && listener.isPresent()) {
        note();
      }
      Optional<Awaited> outcome = look();
      if (outcome.isPresent()) {
        return outcome.get();
      }
      long left = timeout.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        return new Awaited.TimedOut(taskId);
      }
      bell.await(Duration.ofNanos(Math.min(left, interval.next())));
    }
  }

  /** Before a look, so that what the look does not find is stored by somebody who saw the note. */
  private void note() {
    if (noted && System.nanoTime() - notedAt < NOTE.toNanos() / 2) {
      return;
    }
    notedAt = System.nanoTime();
    noted = true;
    database.run(
        "await a result",
        db -> {
          NoteSleep.execute(db, List.of(Topic.result(taskId)), waiter, NOTE);
          return taskId;
        });
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
}
