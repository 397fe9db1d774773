package io.celers.broker.jooq.rules.offenders;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Asks all the clocks that must not decide. */
@SuppressWarnings({"JavaUtilDate", "JavaTimeDefaultTimeZone"}) // the point of it
public final class ClockOffender {

  private ClockOffender() {}

  static List<Object> asks(ZoneId zone) {
    return List.of(
        Instant.now(),
        OffsetDateTime.now(),
        LocalDate.now(zone),
        System.currentTimeMillis(),
        Clock.systemUTC(),
        new Date());
  }

  static Field<Timestamp> asksAnotherOfTheDatabase() {
    return DSL.currentTimestamp();
  }

  static Supplier<Instant> refers() {
    return Instant::now;
  }
}
