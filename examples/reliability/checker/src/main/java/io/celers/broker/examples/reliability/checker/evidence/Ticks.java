package io.celers.broker.examples.reliability.checker.evidence;

import java.util.List;

/**
 * What a schedule of one tick per second came to. Times are seconds since 1970.
 *
 * @param first its first tick, as it was computed when the schedule was put
 * @param last its last tick, as the schedule itself says
 * @param enqueued the tick of each task, in any order
 */
public record Ticks(long first, long last, List<Long> enqueued) {

  /** Copies the list. */
  public Ticks {
    enqueued = List.copyOf(enqueued);
  }
}
