package io.celers.broker.schedule;

import io.celers.broker.task.Limits;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * What is done when more than one tick is due, or one is late, because nobody looked: no process
 * ran, or the database was away. Ticks that pass while a schedule is paused are none of these; they
 * are left out.
 *
 * <p>Its text form ({@link Object#toString()}, {@link #parse}) is what is stored. Immutable.
 */
public sealed interface MissedTicks {

  /** {@link One}: what is due is done, once. */
  MissedTicks DEFAULT = new One();

  /** The latest tick if it is at most a minute late, more than a restart takes; no other one. */
  static MissedTicks skip() {
    return new Skip(Duration.ofMinutes(1));
  }

  /** The latest tick if it is at most so late; no other one. */
  static MissedTicks skip(Duration tolerance) {
    return new Skip(tolerance);
  }

  /** The latest tick, however late. */
  static MissedTicks one() {
    return DEFAULT;
  }

  /** Each tick, up to the latest so many. */
  static MissedTicks all(int atMost) {
    return new All(atMost);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is another one, or its value is out of range
   */
  static MissedTicks parse(String text) {
    try {
      if (text.startsWith(Skip.KIND)) {
        return new Skip(Duration.parse(text.substring(Skip.KIND.length())));
      }
      if (text.startsWith(All.KIND)) {
        return new All(Integer.parseInt(text.substring(All.KIND.length())));
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new IllegalArgumentException("not the text form of missed ticks: " + text, e);
    }
    if (text.equals(One.KIND)) {
      return DEFAULT;
    }
    throw new IllegalArgumentException("not the text form of missed ticks: " + text);
  }

  /**
   * The latest due tick makes a task if it is not too late; no other one does.
   *
   * @param tolerance how late it may be, above zero, at most ten years
   */
  record Skip(Duration tolerance) implements MissedTicks {
    private static final String KIND = "skip ";

    /** Checks the range. */
    public Skip {
      Limits.requirePositive("tolerance", tolerance);
    }

    @Override
    public String toString() {
      return KIND + tolerance;
    }
  }

  /** The latest due tick makes a task, however late; no other one does. */
  record One() implements MissedTicks {
    private static final String KIND = "one";

    @Override
    public String toString() {
      return KIND;
    }
  }

  /**
   * Each due tick makes a task, but no more than the latest so many.
   *
   * @param atMost 1 to 100
   */
  record All(int atMost) implements MissedTicks {

    /** Most tasks that one schedule makes at once. */
    public static final int MAX = 100;

    private static final String KIND = "all ";

    /** Checks the range. */
    public All {
      Limits.requireInRange("atMost", atMost, 1, MAX);
    }

    @Override
    public String toString() {
      return KIND + atMost;
    }
  }
}
