package io.celers.broker.task;

import io.celers.broker.internal.Text;
import java.time.Duration;
import java.time.Instant;

/**
 * Bounds of what a task may hold, checked before anything is sent to the database.
 *
 * <p>The database holds the same bounds as constraints. Lengths are bytes of UTF-8.
 */
public final class Limits {

  /** Longest name of a queue, a task, a header, a tag or an idempotency key, in bytes. */
  public static final int NAME_BYTES = 255;

  /** Longest name of a codec, in bytes. */
  public static final int CODEC_BYTES = 63;

  /** Largest payload that a broker accepts unless it is configured otherwise: 1 MiB. */
  public static final int DEFAULT_PAYLOAD_BYTES = 1 << 20;

  /** Largest payload that a broker can be configured to accept: 64 MiB, held by the table too. */
  public static final int MAX_PAYLOAD_BYTES = 1 << 26;

  /** Lowest priority, claimed last. */
  public static final int LOWEST_PRIORITY = 0;

  /** Highest priority, claimed first. */
  public static final int HIGHEST_PRIORITY = 9;

  /**
   * Priority of a task that asks for none in a queue that says nothing; 4 as in Jakarta Messaging.
   */
  public static final int DEFAULT_PRIORITY = 4;

  /** Most retries that a task can ask for. */
  public static final int MAX_RETRIES = 1_000_000;

  /** Retries of a task that asks for no other number. */
  public static final int DEFAULT_RETRIES = 3;

  /** Longest delay, time to live, lease and back-off: ten years. */
  public static final Duration LONGEST_DURATION = Duration.ofDays(3_652);

  /** Most headers of one task. */
  public static final int HEADERS = 64;

  /** Longest value of a header, in bytes. */
  public static final int HEADER_VALUE_BYTES = 4_096;

  /** Most tags of one task. */
  public static final int TAGS = 32;

  /** All headers and tags of one task together, in bytes: 32 KiB. */
  public static final int METADATA_BYTES = 1 << 15;

  /** Longest error text that is stored, in bytes; what is longer is cut. */
  public static final int ERROR_BYTES = 1 << 15;

  /** Longest reason of a cancellation, in bytes; a longer one is refused. */
  public static final int REASON_BYTES = 4_096;

  // The years that both java.time and PostgreSQL's timestamptz express in the common era.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Limits() {}

  public static String requireName(String what, String value) {
    return Text.require(what, value, NAME_BYTES);
  }

  /** A priority in the range. */
  public static int requirePriority(int priority) {
    return requireInRange("priority", priority, LOWEST_PRIORITY, HIGHEST_PRIORITY);
  }

  static int retries(int maxRetries) {
    return requireInRange("maxRetries", maxRetries, 0, MAX_RETRIES);
  }

  public static int requireInRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(what + " must be " + min + ".." + max + ", was " + value);
    }
    return value;
  }

  /** A span of time from zero; a negative one counts as zero. */
  static Duration delay(String what, Duration value) {
    if (value.compareTo(LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(
          what + " must be at most " + LONGEST_DURATION + ", was " + value);
    }
    return value.isNegative() ? Duration.ZERO : value;
  }

  /** A span of time above zero. */
  public static Duration requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(
          what + " must be above zero and at most " + LONGEST_DURATION + ", was " + value);
    }
    return value;
  }

  /** A moment in the years 1 to 9999. */
  public static Instant moment(String what, Instant value) {
    if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          what + " must be between " + EARLIEST + " and " + LATEST + ", was " + value);
    }
    return value;
  }
}
