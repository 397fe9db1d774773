package io.celers.broker.queue;

import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a queue has of its own; what is empty is as everywhere.
 *
 * <p>The maximum length counts tasks that are pending, due or not, and tasks that are processed. It
 * is a brake for producers, not an exact bound: see {@link
 * io.celers.broker.error.QueueFullException}.
 *
 * @param retention how long finished tasks stay until {@link io.celers.broker.Maintenance#archive}
 *     takes them, zero to ten years; zero deletes a completed task with its ack, from ten seconds
 *     after the setting at the latest, and every other finished one without archiving it; a
 *     repeated ack finds nothing then; empty leaves it to the retention policy
 * @param defaultPriority priority of tasks that ask for none, 0 to 9; empty means {@value
 *     Limits#DEFAULT_PRIORITY}
 * @param maxLength tasks from which on an enqueue is refused, 0 to 1,000,000; zero refuses all,
 *     empty none. The more it is, the more index entries are counted to find out, once a second for
 *     each broker that enqueues; hence its range
 */
public record QueueSettings(
    Optional<Duration> retention, OptionalInt defaultPriority, OptionalInt maxLength) {

  /** Largest maximum length. */
  public static final int MAX_LENGTH = 1_000_000;

  private static final QueueSettings NONE =
      new QueueSettings(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

  /** Checks the ranges. */
  public QueueSettings {
    retention.ifPresent(QueueSettings::requireRetention);
    defaultPriority.ifPresent(Limits::requirePriority);
    maxLength.ifPresent(length -> Limits.requireInRange("maxLength", length, 0, MAX_LENGTH));
  }

  /** Nothing of its own. */
  public static QueueSettings none() {
    return NONE;
  }

  /** With this retention, zero to ten years. */
  public QueueSettings withRetention(Duration retention) {
    return new QueueSettings(Optional.of(retention), defaultPriority, maxLength);
  }

  /** With this priority for tasks that ask for none, 0 to 9. */
  public QueueSettings withDefaultPriority(int defaultPriority) {
    return new QueueSettings(retention, OptionalInt.of(defaultPriority), maxLength);
  }

  /** With this maximum length, 0 to 1,000,000. */
  public QueueSettings withMaxLength(int maxLength) {
    return new QueueSettings(retention, defaultPriority, OptionalInt.of(maxLength));
  }

  private static void requireRetention(Duration retention) {
    if (retention.isNegative() || retention.compareTo(Limits.LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(
          "retention must be zero to " + Limits.LONGEST_DURATION + ", was " + retention);
    }
  }
}
