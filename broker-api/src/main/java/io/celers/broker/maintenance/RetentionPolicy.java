package io.celers.broker.maintenance;

import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * How long finished tasks stay in the task table, and what becomes of them then.
 *
 * <p>Ages count from the moment at which a task was finished, by the clock of the database. A queue
 * with a retention of its own ({@code celers_queues.retention_micros}) has that instead of the
 * three ages here; where it is zero, tasks are deleted and never archived.
 *
 * @param completed age of completed tasks, above zero, at most ten years
 * @param failed age of failed tasks, likewise
 * @param cancelled age of cancelled tasks, likewise
 * @param disposal what becomes of tasks of that age
 * @param archive how long a task stays in the archive, counted from its move, above zero, at most
 *     ten years; empty for ever
 * @param batchSize most tasks that one statement moves or deletes, 1 to 10,000
 */
public record RetentionPolicy(
    Duration completed,
    Duration failed,
    Duration cancelled,
    Disposal disposal,
    Optional<Duration> archive,
    int batchSize) {

  /** Most tasks of one batch: what a statement carries in well under a second. */
  public static final int MAX_BATCH_SIZE = 10_000;

  /**
   * Completed and cancelled tasks stay for a week, for whoever asks what became of them; failed
   * ones for a month, as they take longer to be noticed. Then they are archived, and leave the
   * archive after 90 days. Batches of 1,000, some tens of milliseconds each.
   */
  public static final RetentionPolicy DEFAULT =
      new RetentionPolicy(
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(7),
          Disposal.ARCHIVE,
          Optional.of(Duration.ofDays(90)),
          1_000);

  /** Checks the ranges. */
  public RetentionPolicy {
    Limits.requirePositive("completed", completed);
    Limits.requirePositive("failed", failed);
    Limits.requirePositive("cancelled", cancelled);
    archive.ifPresent(age -> Limits.requirePositive("archive", age));
    Limits.requireInRange("batchSize", batchSize, 1, MAX_BATCH_SIZE);
  }

  /** The default, but with one age for finished tasks of every kind. */
  public static RetentionPolicy after(Duration age) {
    return DEFAULT.keepCompleted(age).keepFailed(age).keepCancelled(age);
  }

  /** Another age of completed tasks. */
  public RetentionPolicy keepCompleted(Duration age) {
    return new RetentionPolicy(age, failed, cancelled, disposal, archive, batchSize);
  }

  /** Another age of failed tasks. */
  public RetentionPolicy keepFailed(Duration age) {
    return new RetentionPolicy(completed, age, cancelled, disposal, archive, batchSize);
  }

  /** Another age of cancelled tasks. */
  public RetentionPolicy keepCancelled(Duration age) {
    return new RetentionPolicy(completed, failed, age, disposal, archive, batchSize);
  }

  /** Deletes finished tasks instead of archiving them. */
  public RetentionPolicy deleting() {
    return new RetentionPolicy(completed, failed, cancelled, Disposal.DELETE, archive, batchSize);
  }

  /** Another time in the archive. */
  public RetentionPolicy keepArchived(Duration age) {
    return new RetentionPolicy(completed, failed, cancelled, disposal, Optional.of(age), batchSize);
  }

  /** Never deletes anything from the archive. */
  public RetentionPolicy keepArchivedForEver() {
    return new RetentionPolicy(completed, failed, cancelled, disposal, Optional.empty(), batchSize);
  }

  /** Another size of batches. */
  public RetentionPolicy batches(int size) {
    return new RetentionPolicy(completed, failed, cancelled, disposal, archive, size);
  }
}
