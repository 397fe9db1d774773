package io.celers.broker.jooq.internal.sql;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between java.time and what PostgreSQL stores, which counts microseconds. */
public final class Times {

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private Times() {}

  /** Whole microseconds, rounded up, so that nothing happens early. */
  public static long micros(Duration duration) {
    long fraction = (duration.getNano() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO;
    return Math.addExact(Math.multiplyExact(duration.getSeconds(), MICROS_PER_SECOND), fraction);
  }

  /** The moment, rounded up to a microsecond, so that nothing happens early. */
  public static OffsetDateTime timestamp(Instant moment) {
    Instant floor = moment.truncatedTo(ChronoUnit.MICROS);
    Instant rounded = floor.equals(moment) ? floor : floor.plus(1, ChronoUnit.MICROS);
    return rounded.atOffset(UTC);
  }

  /** The moment of a column that may be null. */
  public static Optional<Instant> instant(@Nullable OffsetDateTime timestamp) {
    return Optional.ofNullable(timestamp).map(OffsetDateTime::toInstant);
  }
}
