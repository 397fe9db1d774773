package io.celers.broker.examples.cli.output;

import io.celers.broker.monitoring.Bytes;
import io.celers.broker.monitoring.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as people read them: times in UTC, lengths of time with their unit. */
public final class Words {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Words() {}

  /** A value as one line; the empty text for none. */
  public static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Optional<?> maybe) {
      return of(maybe.orElse(null));
    }
    if (value instanceof Row.Length length) {
      return of(length.value());
    }
    if (value instanceof Instant time) {
      return TIME.format(time);
    }
    if (value instanceof Duration length) {
      return of(length);
    }
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    if (value instanceof Long || value instanceof Integer) {
      return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
    }
    if (value instanceof Count || value instanceof Bytes) {
      return value.toString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    if (value instanceof Collection<?> many) {
      return many.stream().map(Words::of).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
          .collect(Collectors.joining(", "));
    }
    return printable(value.toString());
  }

  /** Two units at most: {@code 350 ms}, {@code 1.2 s}, {@code 3 min 5 s}, {@code 2 d 4 h}. */
  public static String of(Duration length) {
    long seconds = length.toSeconds();
    if (length.isNegative()) {
      return "-" + of(length.negated());
    }
    if (seconds < 1) {
      return length.toMillis() + " ms";
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1_000.0);
    }
    if (seconds < HOUR) {
      return pair(seconds / MINUTE, "min", seconds % MINUTE, "s");
    }
    return seconds < DAY
        ? pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min")
        : pair(seconds / DAY, "d", seconds % DAY / HOUR, "h");
  }

  /** So many of something: {@code 1 task}, {@code 2,000 tasks}. */
  public static String count(long number, String one, String many) {
    return of(number) + " " + (number == 1 ? one : many);
  }

  /** A size: {@code 512 bytes}, {@code 3.4 kB}, {@code 1,200.0 MB}. */
  public static String bytes(long number) {
    if (number < 1_000) {
      return count(number, "byte", "bytes");
    }
    return number < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", number / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", number / 1e6);
  }

  /**
   * Text from the database as text and nothing else: whoever may enqueue could otherwise write
   * anything to the operator's terminal.
   */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    clean.append(c == '\n' ? "\\n" : String.format("\\u%04x", c));
                default -> clean.appendCodePoint(c);
              }
            });
    return clean.toString();
  }

  private static String pair(long first, String firstUnit, long second, String secondUnit) {
    String words = String.format(Locale.ROOT, "%,d %s", first, firstUnit);
    return second == 0 ? words : words + " " + second + " " + secondUnit;
  }
}
