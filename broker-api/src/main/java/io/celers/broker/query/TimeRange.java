package io.celers.broker.query;

import java.time.Instant;
import java.util.Optional;

/**
 * A span of time; open where a bound is absent.
 *
 * @param from inclusive
 * @param until exclusive
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> until) {

  /** Checks the order of the bounds. */
  public TimeRange {
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
