package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.internal.JsonString;
import io.celers.broker.internal.Text;
import io.celers.broker.task.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.EnumType;
import org.jooq.JSONB;

/**
 * How values of one kind are written in a line, and read.
 *
 * @param write to JSON
 * @param read from JSON that is well formed; throws IllegalArgumentException or DateTimeException
 *     if it is not such a value
 * @param expected what it must be, for the message
 */
record Value<T>(Function<T, String> write, Function<String, T> read, String expected) {

  private static final long FIRST_YEAR = 1;
  private static final long LAST_YEAR = 9_999;

  /** Six digits, because that is what PostgreSQL keeps; always in UTC. */
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  T parse(String json) throws Refused {
    try {
      return read.apply(json);
    } catch (IllegalArgumentException | DateTimeException e) {
      // Its message may quote the value.
      throw new Refused("must be " + expected);
    }
  }

  static Value<UUID> uuid() {
    return new Value<>(
        id -> JsonString.of(id.toString()),
        json -> {
          String text = string(json);
          UUID id = UUID.fromString(text);
          require(text.length() == 36);
          return id;
        },
        "a UUID");
  }

  /** Text with a length in bytes of UTF-8. */
  static Value<String> text(int minBytes, int maxBytes) {
    return new Value<>(
        JsonString::of,
        json -> {
          String text = string(json);
          return minBytes == 0
              ? Text.requireUpTo("text", text, maxBytes)
              : Text.require("text", text, maxBytes);
        },
        "text of " + minBytes + " to " + maxBytes + " bytes of UTF-8");
  }

  static Value<String> retryPolicy() {
    return new Value<>(
        JsonString::of,
        json -> {
          String text = string(json);
          RetryPolicy.parse(text);
          return text;
        },
        "a retry policy");
  }

  static Value<Long> count(long max) {
    return new Value<>(
        String::valueOf,
        json -> {
          long number = Long.parseLong(json);
          require(number >= 0 && number <= max);
          return number;
        },
        "a whole number from 0 to " + max);
  }

  static Value<Integer> count(int max) {
    return as(count((long) max), Integer::longValue, Long::intValue);
  }

  static Value<Short> count(short max) {
    return as(count((long) max), Short::longValue, Long::shortValue);
  }

  static Value<OffsetDateTime> moment() {
    return new Value<>(
        moment -> JsonString.of(MOMENT.format(moment.withOffsetSameInstant(ZoneOffset.UTC))),
        json -> {
          OffsetDateTime moment = OffsetDateTime.parse(string(json), MOMENT);
          require(moment.getYear() >= FIRST_YEAR && moment.getYear() <= LAST_YEAR);
          return moment;
        },
        "a moment in ISO 8601 with six digits after the second, in the years 1 to 9999");
  }

  static Value<byte[]> bytes(int maxBytes) {
    return new Value<>(
        bytes -> JsonString.of(Base64.getEncoder().encodeToString(bytes)),
        json -> {
          byte[] bytes = Base64.getDecoder().decode(string(json));
          require(bytes.length <= maxBytes);
          return bytes;
        },
        "at most " + maxBytes + " bytes in base64");
  }

  /** Any JSON, as PostgreSQL writes it: its form of it is always the same. */
  static Value<JSONB> json(int maxBytes) {
    return new Value<>(JSONB::data, json -> JSONB.valueOf(requireUpTo(json, maxBytes)), "JSON");
  }

  static Value<JSONB> jsonObject(int maxBytes) {
    return new Value<>(
        JSONB::data,
        json -> {
          require(json.startsWith("{"));
          return JSONB.valueOf(requireUpTo(json, maxBytes));
        },
        "a JSON object of at most " + maxBytes + " bytes");
  }

  /** One of these literals of an enum of the database. */
  static <E extends Enum<E> & EnumType> Value<E> literal(Set<E> allowed) {
    Map<String, E> literals = new LinkedHashMap<>();
    allowed.forEach(literal -> literals.put(literal.getLiteral(), literal));
    return oneOf(literals, E::getLiteral);
  }

  /** One of these words. */
  static Value<String> word(List<String> allowed) {
    Map<String, String> words = new LinkedHashMap<>();
    allowed.forEach(word -> words.put(word, word));
    return oneOf(words, word -> word);
  }

  private static <T> Value<T> oneOf(Map<String, T> allowed, Function<T, String> text) {
    return new Value<>(
        value -> JsonString.of(text.apply(value)),
        json -> {
          T value = allowed.get(string(json));
          require(value != null);
          return value;
        },
        "one of " + allowed.keySet());
  }

  private static <W, N> Value<N> as(Value<W> wide, Function<N, W> widen, Function<W, N> narrow) {
    return new Value<>(
        value -> wide.write().apply(widen.apply(value)),
        json -> narrow.apply(wide.read().apply(json)),
        wide.expected());
  }

  private static String string(String json) {
    require(json.startsWith("\""));
    return JsonString.text(json);
  }

  private static String requireUpTo(String json, int maxBytes) {
    // A char is at most three bytes, so most values are decided without encoding them.
    require(
        json.length() * 3L <= maxBytes || json.getBytes(StandardCharsets.UTF_8).length <= maxBytes);
    return json;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
