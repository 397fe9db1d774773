package io.celers.broker.examples.cli.output;

import io.celers.broker.monitoring.Bytes;
import io.celers.broker.monitoring.Count;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as programs read them: times as ISO 8601 in UTC, lengths of time in seconds and sizes in
 * bytes under names that say so, enums in lower case.
 */
public final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** Whether a text is one JSON value and nothing else. */
  public static boolean is(String text) {
    try {
      return !MAPPER.readTree(text).isMissingNode();
    } catch (RuntimeException e) {
      // whatever the parser says: that is the answer
      return false;
    }
  }

  static String write(Map<String, @Nullable Object> object) {
    return MAPPER.writeValueAsString(object);
  }

  static Map<String, @Nullable Object> of(Row row) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    row.values().forEach((name, value) -> object.put(name(name, value), value(value)));
    return object;
  }

  static List<Map<String, @Nullable Object>> of(Collection<Row> rows) {
    return rows.stream().map(Json::of).toList();
  }

  private static String name(String words, @Nullable Object value) {
    StringBuilder name = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    if (value instanceof Duration || value instanceof Row.Length) {
      return name.append("Seconds").toString();
    }
    return value instanceof Bytes ? name.append("Bytes").toString() : name.toString();
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof Duration length) {
      return BigDecimal.valueOf(length.toNanos(), 9)
          .setScale(3, RoundingMode.HALF_UP)
          .stripTrailingZeros();
    }
    if (value instanceof Row.Length length) {
      return value(length.value().orElse(null));
    }
    if (value instanceof Bytes bytes) {
      return bytes.value();
    }
    if (value instanceof Count count) {
      return of(Row.of("value", count.value()).with("precision", count.precision()));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof RawJson json) {
      return MAPPER.readTree(json.text());
    }
    if (value instanceof Row row) {
      return of(row);
    }
    if (value instanceof Collection<?> many) {
      return many.stream().map(Json::value).toList();
    }
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Map<?, ?>) {
      return value;
    }
    return value.toString();
  }
}
