package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.schedule.Cadence;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The moments at which a schedule ticks: a pure function, asked with the database's time. */
interface Ticks {

  /**
   * The first tick after a moment.
   *
   * @throws IllegalArgumentException if there is none
   */
  Instant after(Instant moment);

  /** The next {@code count} ticks, of which this is the first. */
  default List<Instant> from(Instant first, int count) {
    List<Instant> ticks = new ArrayList<>();
    for (Instant tick = first; ticks.size() < count; tick = after(tick)) {
      ticks.add(tick);
    }
    return List.copyOf(ticks);
  }

  /**
   * Those of a cadence.
   *
   * @throws IllegalArgumentException if it is no cron expression
   */
  static Ticks of(Cadence cadence) {
    return cadence instanceof Cadence.Cron cron
        ? new CronTicks(cron.expression(), cron.zone())
        : new IntervalTicks(((Cadence.Every) cadence).interval());
  }

  /**
   * Those of a stored schedule.
   *
   * @throws IllegalArgumentException if this process does not know the expression or the zone, as
   *     when a newer one has stored it
   */
  static Ticks stored(String expression, @Nullable String zone) {
    try {
      return zone == null
          ? of(new Cadence.Every(Duration.parse(expression)))
          : new CronTicks(expression, ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "this process cannot read the schedule %s in zone %s".formatted(expression, zone), e);
    }
  }

  /** The expression of a cadence, as it is stored. */
  static String expression(Cadence cadence) {
    return cadence instanceof Cadence.Cron cron
        ? cron.expression()
        : ((Cadence.Every) cadence).interval().toString();
  }

  /** The zone of a cadence, as it is stored. */
  static @Nullable String zone(Cadence cadence) {
    return cadence instanceof Cadence.Cron cron ? cron.zone().getId() : null;
  }
}
