package io.celers.broker.jooq.internal.claim;

import io.celers.broker.task.Limits;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * The priorities of a queue in the order in which a claim visits them, each with the due time from
 * which it scans.
 */
@SuppressWarnings("ArrayRecordComponent") // lanes are never compared
record Lanes(Short[] priorities, OffsetDateTime[] floors) {

  /** Before any due time that the limits allow. */
  private static final OffsetDateTime BEFORE_ALL =
      Instant.parse("0001-01-01T00:00:00Z").atOffset(ZoneOffset.UTC);

  /** All lanes from their very start. */
  static Lanes full() {
    int count = Limits.HIGHEST_PRIORITY - Limits.LOWEST_PRIORITY + 1;
    Short[] priorities = new Short[count];
    Arrays.setAll(priorities, lane -> (short) (Limits.HIGHEST_PRIORITY - lane));
    OffsetDateTime[] floors = new OffsetDateTime[count];
    Arrays.fill(floors, BEFORE_ALL);
    return new Lanes(priorities, floors);
  }

  /** All lanes from this moment on. */
  Lanes from(Instant floor) {
    return from(Limits.LOWEST_PRIORITY, floor, floor);
  }

  /**
   * One lane from {@code floor}, those of higher priority from {@code above} on, and the lower ones
   * as they are.
   */
  Lanes from(int priority, Instant floor, Instant above) {
    OffsetDateTime[] raised = floors.clone();
    for (int lane = 0; lane < raised.length; lane++) {
      if (priorities[lane] >= priority) {
        Instant moment = priorities[lane] == priority ? floor : above;
        raised[lane] = moment.atOffset(ZoneOffset.UTC);
      }
    }
    return new Lanes(priorities, raised);
  }
}
