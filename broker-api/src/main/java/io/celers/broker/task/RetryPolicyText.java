package io.celers.broker.task;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text form of retry policies: a kind, then {@code name=value} pairs. */
final class RetryPolicyText {

  static final String IMMEDIATE = "immediate";
  static final String FIXED = "fixed";
  static final String LINEAR = "linear";
  static final String EXPONENTIAL = "exponential";
  static final String EXPONENTIAL_WITH_JITTER = "exponential-jitter";

  private final String text;
  private final Map<String, String> arguments = new HashMap<>();

  private RetryPolicyText(String text) {
    this.text = text;
  }

  static RetryPolicy parse(String text) {
    String[] words = text.split(" ", -1);
    RetryPolicyText reader = new RetryPolicyText(text);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1
          || reader.arguments.put(words[i].substring(0, equals), words[i].substring(equals + 1))
              != null) {
        throw reader.unreadable(null);
      }
    }
    RetryPolicy policy = reader.read(words[0]);
    if (!reader.arguments.isEmpty()) {
      throw reader.unreadable(null);
    }
    return policy;
  }

  private RetryPolicy read(String kind) {
    return switch (kind) {
      case IMMEDIATE -> new RetryPolicy.Immediate();
      case FIXED -> new RetryPolicy.Fixed(duration("delay"));
      case LINEAR -> new RetryPolicy.Linear(duration("step"), duration("max"));
      case EXPONENTIAL ->
          new RetryPolicy.Exponential(duration("initial"), number("multiplier"), duration("max"));
      case EXPONENTIAL_WITH_JITTER ->
          new RetryPolicy.ExponentialWithJitter(
              duration("initial"), number("multiplier"), duration("max"), number("jitter"));
      default -> throw unreadable(null);
    };
  }

  private Duration duration(String name) {
    try {
      return Duration.parse(argument(name));
    } catch (DateTimeParseException e) {
      throw unreadable(e);
    }
  }

  private double number(String name) {
    try {
      return Double.parseDouble(argument(name));
    } catch (NumberFormatException e) {
      throw unreadable(e);
    }
  }

  private String argument(String name) {
    String value = arguments.remove(name);
    if (value == null) {
      throw unreadable(null);
    }
    return value;
  }

  private IllegalArgumentException unreadable(@Nullable Exception cause) {
    return new IllegalArgumentException("not the text form of a retry policy: " + text, cause);
  }
}
