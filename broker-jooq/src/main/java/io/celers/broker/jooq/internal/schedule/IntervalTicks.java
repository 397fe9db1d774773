package io.celers.broker.jooq.internal.schedule;

import java.time.Duration;
import java.time.Instant;

/** The multiples of an interval, in milliseconds since 1970: nothing adds up, so nothing drifts. */
record IntervalTicks(Duration interval) implements Ticks {

  @Override
  public Instant after(Instant moment) {
    long millis = interval.toMillis();
    return Instant.ofEpochMilli((Math.floorDiv(moment.toEpochMilli(), millis) + 1) * millis);
  }
}
