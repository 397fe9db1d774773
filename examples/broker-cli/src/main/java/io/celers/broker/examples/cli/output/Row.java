package io.celers.broker.examples.cli.output;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Named values of one thing, in order: what both people and programs are shown.
 *
 * <p>Names are words; programs read them in camel case.
 */
public final class Row {

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  private Row() {}

  /** Begins with this value. */
  public static Row of(String name, @Nullable Object value) {
    return new Row().with(name, value);
  }

  /** Adds a value; what is empty has a name but no value. */
  public Row with(String name, @Nullable Object value) {
    values.put(name, unwrapped(value));
    return this;
  }

  /** Adds a length of time that may be absent: programs read its name with the unit either way. */
  public Row withLength(String name, Optional<Duration> length) {
    return with(name, new Length(length));
  }

  /** Adds all values of another row. */
  public Row with(Row other) {
    values.putAll(other.values);
    return this;
  }

  /** A length of time, or none. */
  record Length(Optional<Duration> value) {}

  Map<String, @Nullable Object> values() {
    return Collections.unmodifiableMap(values);
  }

  private static @Nullable Object unwrapped(@Nullable Object value) {
    if (value instanceof Optional<?> maybe) {
      return maybe.orElse(null);
    }
    if (value instanceof OptionalInt maybe) {
      return maybe.isPresent() ? maybe.getAsInt() : null;
    }
    return value;
  }
}
