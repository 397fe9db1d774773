package io.celers.broker.internal;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Rules for text: what is refused at the edge, what is cleaned to be stored, and what to be shown.
 */
public final class Text {

  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /**
   * Checks a text that identifies something.
   *
   * @param what how the message names it
   * @return the value
   * @throws IllegalArgumentException unless it has 1 to {@code maxBytes} bytes of UTF-8, and
   *     neither NUL nor a lone surrogate
   */
  public static String require(String what, String value, int maxBytes) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " must have 1.." + maxBytes + " bytes, was empty");
    }
    return requireUpTo(what, value, maxBytes);
  }

  /**
   * Checks a text that may be empty.
   *
   * @param what how the message names it
   * @return the value
   * @throws IllegalArgumentException unless it has at most {@code maxBytes} bytes of UTF-8, and
   *     neither NUL nor a lone surrogate
   */
  public static String requireUpTo(String what, String value, int maxBytes) {
    for (int i = 0; i < value.length(); i++) {
      if (isUnstorable(value, i)) {
        throw new IllegalArgumentException(
            what
                + " must hold neither NUL nor a lone surrogate, found U+"
                + "%04X at index %d".formatted((int) value.charAt(i), i));
      }
    }
    // A char is at most three bytes, so most values are decided without encoding them.
    if (value.length() > maxBytes || value.length() * 3L > maxBytes) {
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        throw new IllegalArgumentException(
            what + " must have at most " + maxBytes + " bytes of UTF-8, has " + bytes);
      }
    }
    return value;
  }

  /**
   * Makes any text storable: NUL and lone surrogates become U+FFFD, and what exceeds {@code
   * maxBytes} bytes of UTF-8 is cut at a character.
   */
  public static String clean(String value, int maxBytes) {
    StringBuilder cleaned = new StringBuilder(Math.min(value.length(), maxBytes));
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      int codePoint = isUnstorable(value, i) ? REPLACEMENT : value.codePointAt(i);
      bytes += utf8Length(codePoint);
      if (bytes > maxBytes) {
        break;
      }
      cleaned.appendCodePoint(codePoint);
      if (Character.isSupplementaryCodePoint(codePoint)) {
        i++;
      }
    }
    return cleaned.toString();
  }

  /**
   * Makes any text fit for a line of a log or a message: characters that end a line, steer a
   * terminal or are not seen become {@code \\uXXXX}.
   */
  public static String oneLine(String value) {
    return value.codePoints().noneMatch(Text::isUnseen)
        ? value
        : value
            .codePoints()
            .mapToObj(
                c ->
                    isUnseen(c)
                        ? (c > 0xFFFF ? "\\u{%X}" : "\\u%04X").formatted(c)
                        : Character.toString(c))
            .collect(Collectors.joining());
  }

  private static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static boolean isUnstorable(String value, int i) {
    char c = value.charAt(i);
    if (c == 0) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
