package io.celers.broker.jooq.internal.monitoring;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tasks that lie side by side in a primary key, and so were created one after the other.
 *
 * @param queue of whose work it tells; empty if of all
 * @param tasks the newest first
 * @param cut whether there are older ones that were not read
 */
record Stretch(Optional<String> queue, List<SeenTask> tasks, boolean cut) {

  /** The newest tasks of a table; there are no others if fewer came back than were asked for. */
  static Stretch newest(List<SeenTask> tasks, int limit) {
    return new Stretch(Optional.empty(), tasks, tasks.size() == limit);
  }

  /** When the oldest of its tasks was created. */
  Optional<Instant> firstCreated() {
    return tasks.stream().map(SeenTask::created).min(Comparator.naturalOrder());
  }

  /** When the first of its tasks of this queue came to its end. */
  Optional<Instant> firstEnded(String of) {
    return tasks.stream()
        .filter(task -> task.queue().equals(of))
        .flatMap(task -> task.ended().stream())
        .min(Comparator.naturalOrder());
  }
}
