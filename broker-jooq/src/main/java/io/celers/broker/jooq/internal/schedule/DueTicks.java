package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.schedule.MissedTicks;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What becomes of a schedule that is due: which ticks make tasks, and which one comes next.
 *
 * @param made oldest first
 * @param following the first tick after now
 */
record DueTicks(List<Instant> made, Instant following) {

  /**
   * Applies a policy.
   *
   * @param first the tick that is due
   * @param now time of the database; not before {@code first}
   */
  static DueTicks of(Ticks ticks, MissedTicks missed, Instant first, Instant now) {
    Instant following = ticks.after(now);
    List<Instant> latest =
        latest(ticks, first, now, missed instanceof MissedTicks.All all ? all.atMost() : 1);
    boolean tooLate =
        missed instanceof MissedTicks.Skip skip
            && latest.get(0).plus(skip.tolerance()).isBefore(now);
    return new DueTicks(tooLate ? List.of() : latest, following);
  }

  /** Forwards if there are that few, as nearly always; else backwards, over millions of them. */
  private static List<Instant> latest(Ticks ticks, Instant first, Instant now, int count) {
    List<Instant> forwards = new ArrayList<>();
    for (Instant tick = first; !tick.isAfter(now); tick = ticks.after(tick)) {
      if (forwards.size() == count) {
        return backwards(ticks, first, now, count);
      }
      forwards.add(tick);
    }
    return List.copyOf(forwards);
  }

  private static List<Instant> backwards(Ticks ticks, Instant first, Instant now, int count) {
    Deque<Instant> latest = new ArrayDeque<>();
    Instant until = now;
    while (latest.size() < count) {
      Instant tick = last(ticks, first, until);
      latest.addFirst(tick);
      until = tick.minusMillis(1);
    }
    return List.copyOf(latest);
  }

  /** Halves the span, since ticks can only be asked for forwards. All are whole milliseconds. */
  private static Instant last(Ticks ticks, Instant first, Instant until) {
    Instant last = first;
    Instant none = until;
    while (true) {
      long middle = (last.toEpochMilli() + none.toEpochMilli()) / 2;
      Instant tick = ticks.after(Instant.ofEpochMilli(middle));
      if (!tick.isAfter(until)) {
        last = tick;
      } else if (middle <= last.toEpochMilli()) {
        return last;
      } else {
        none = Instant.ofEpochMilli(middle);
      }
    }
  }
}
