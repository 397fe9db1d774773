package io.celers.broker.advice;

import java.time.Duration;

/**
 * How often something happens.
 *
 * @param perSecond events in a second, 0 to 1,000,000,000; a mean, so it may be a fraction
 */
public record Rate(double perSecond) {

  /** Nothing happens. */
  public static final Rate ZERO = new Rate(0);

  private static final double MAX_PER_SECOND = 1e9;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double SECONDS_PER_DAY = 86_400;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is negative, not a number, or above the range
   */
  public Rate {
    // written so that NaN fails too
    if (!(perSecond >= 0 && perSecond <= MAX_PER_SECOND)) {
      throw new IllegalArgumentException(
          "rate must be 0..1000000000 per second, was " + perSecond + " per second");
    }
    perSecond = perSecond + 0.0; // no negative zero
  }

  /** So many in a second. */
  public static Rate perSecond(double events) {
    return new Rate(events);
  }

  /** So many in an hour. */
  public static Rate perHour(double events) {
    return new Rate(events / SECONDS_PER_HOUR);
  }

  /** So many in a day of 24 hours. */
  public static Rate perDay(double events) {
    return new Rate(events / SECONDS_PER_DAY);
  }

  /**
   * So many counted in a span of time.
   *
   * @param span above zero
   */
  public static Rate of(long events, Duration span) {
    return new Rate(events / Figures.seconds(Figures.positive("span", span)));
  }

  /** How many are to be expected in a span of time from zero. */
  public double in(Duration span) {
    return perSecond * Figures.seconds(Figures.notNegative("span", span));
  }

  /** Whether nothing happens. */
  public boolean isZero() {
    return perSecond == 0;
  }

  @Override
  public String toString() {
    return Figures.text(perSecond) + "/s";
  }
}
