package io.celers.broker.schedule;

import io.celers.broker.task.Limits;
import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** When a schedule ticks. Immutable. */
public sealed interface Cadence {

  /** As {@link Cron}. */
  static Cadence cron(String expression, ZoneId zone) {
    return new Cron(expression, zone);
  }

  /** As {@link Every}. */
  static Cadence every(Duration interval) {
    return new Every(interval);
  }

  /**
   * At the times of a cron expression, on the clocks of a zone.
   *
   * <p>Five fields as in {@code crontab(5)}: minute, hour, day of month, month, day of week (0 to
   * 7, 0 and 7 are Sunday); with six, the first one is the second. A field is {@code *}, a number,
   * a range, a list of these, or one of these with a step ({@code *}{@code /15}); months and days
   * of the week have names ({@code JAN}, {@code MON}). If both the day of month and the day of week
   * are restricted, either of them suffices. No nicknames, no {@code L}, {@code W}, {@code #}.
   *
   * <p>Where clocks are changed, the hour field decides. With {@code *} a schedule goes by the time
   * that passes: ticks of a skipped hour do not exist, those of a repeated hour happen in both.
   * With anything else it goes by the clock on the wall: a tick in a skipped hour happens at the
   * moment the hour is skipped, once however many there would have been, and a tick in a repeated
   * hour happens in the first of them only. So a daily schedule ticks once on each day, and an
   * hourly one once in each hour.
   *
   * @param expression five or six fields, at most 255 characters; what they may hold is checked by
   *     {@link io.celers.broker.Schedules}
   * @param zone whose clocks; rules are those of the Java platform
   */
  record Cron(String expression, ZoneId zone) implements Cadence {

    /** Longest expression, in characters. */
    public static final int MAX_LENGTH = 255;

    private static final Pattern FIELDS =
        Pattern.compile("[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4,5}");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    /** Puts single blanks between the fields, and counts them. */
    public Cron {
      expression = BLANKS.matcher(expression.strip()).replaceAll(" ");
      if (expression.length() > MAX_LENGTH || !FIELDS.matcher(expression).matches()) {
        throw new IllegalArgumentException(
            "cron expression must have five or six fields of digits, letters and */,- in at most "
                + (MAX_LENGTH + " characters, was " + expression));
      }
    }
  }

  /**
   * At all multiples of an interval, counted from 1970-01-01T00:00Z, so that the schedule does not
   * drift and all processes agree: every five minutes is on the hour and five minutes past it,
   * every day at midnight UTC, every seven days on Thursdays.
   *
   * @param interval one second to ten years, in whole milliseconds
   */
  record Every(Duration interval) implements Cadence {

    /** Shortest interval: nobody looks more often whether something is due. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Checks the range. */
    public Every {
      if (Limits.requirePositive("interval", interval).compareTo(SHORTEST) < 0
          || interval.toNanosPart() % 1_000_000 != 0) {
        throw new IllegalArgumentException(
            "interval must be "
                + SHORTEST
                + " to "
                + Limits.LONGEST_DURATION
                + " in whole milliseconds, was "
                + interval);
      }
    }
  }
}
