package io.celers.broker.query;

import io.celers.broker.task.Limits;
import java.time.Instant;
import java.util.Optional;

/**
 * A span of time; open where a bound is absent.
 *
 * @param from inclusive, years 1 to 9999
 * @param until exclusive, years 1 to 9999
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> until) {

  /** Checks the bounds and their order. */
  public TimeRange {
    from.ifPresent(bound -> Limits.moment("from", bound));
    until.ifPresent(bound -> Limits.moment("until", bound));
    if (from.isPresent() && until.isPresent() && from.get().isAfter(until.get())) {
      throw new IllegalArgumentException(
          "a range must not end before it begins, was " + from.get() + " to " + until.get());
    }
  }

  /** From then on. */
  public static TimeRange since(Instant from) {
    return new TimeRange(Optional.of(from), Optional.empty());
  }

  /** Up to then, exclusive. */
  public static TimeRange before(Instant until) {
    return new TimeRange(Optional.empty(), Optional.of(until));
  }

  /** From then, up to then, exclusive. */
  public static TimeRange between(Instant from, Instant until) {
    return new TimeRange(Optional.of(from), Optional.of(until));
  }
}
