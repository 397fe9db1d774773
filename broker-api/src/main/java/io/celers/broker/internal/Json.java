package io.celers.broker.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks JSON text before it is sent to a {@code jsonb} column, which would otherwise refuse it and
 * break the caller's transaction, and takes objects apart.
 *
 * <p>As strict as RFC 8259 and as PostgreSQL. Messages tell the place, never the content.
 */
public final class Json {

  /** Deepest nesting; Jackson 3 reads no deeper than this unless it is told to. */
  public static final int DEPTH = 500;

  /**
   * Longest number, in characters. PostgreSQL writes exponents out as digits; together with those
   * it stays below the 1,000 characters of a number that Jackson reads unless it is told to.
   */
  public static final int DIGITS = 500;

  /** Largest exponent of a number, with either sign; beyond the range of a double. */
  public static final int EXPONENT = 400;

  /** Longest number as PostgreSQL writes it: with its exponent written out. */
  private static final int STORED_DIGITS = DIGITS + EXPONENT + 2;

  private static final char END = '\0';

  private final String what;
  private final String text;
  private final int deepest;
  private final int longest;
  private int at;

  private Json(String what, String text, int deepest, int longest) {
    this.what = what;
    this.text = text;
    this.deepest = deepest;
    this.longest = longest;
  }

  /**
   * Checks one JSON value.
   *
   * @param what how the message names it
   * @return the text
   * @throws IllegalArgumentException unless it is JSON of at most {@code maxBytes} bytes of UTF-8
   *     that PostgreSQL can keep
   */
  public static String require(String what, String text, int maxBytes) {
    Text.requireUpTo(what, text, maxBytes);
    Json json = new Json(what, text, DEPTH, DIGITS);
    json.value(0);
    json.end();
    return text;
  }

  /**
   * Takes an object apart whose members PostgreSQL may have written.
   *
   * @param what how the message names it
   * @return the members in their order, each value as it is written; see {@link JsonString#text}
   * @throws IllegalArgumentException unless it is a JSON object of members with different names
   */
  public static Map<String, String> members(String what, String text) {
    Json json = new Json(what, text, DEPTH + 1, STORED_DIGITS);
    json.skipSpace();
    json.require(json.peek() == '{', "no object");
    Map<String, String> members = json.members();
    json.end();
    return members;
  }

  private Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    at++;
    if (skipTo('}')) {
      return members;
    }
    do {
      skipSpace();
      int name = at;
      string();
      String quoted = text.substring(name, at);
      require(skipTo(':'), "no colon after a name");
      skipSpace();
      int start = at;
      value(1);
      String earlier = members.put(JsonString.text(quoted), text.substring(start, at));
      require(earlier == null, "a name that was there before");
    } while (skipTo(','));
    require(skipTo('}'), "an object that is not closed");
    return members;
  }

  private void end() {
    skipSpace();
    require(at == text.length(), "text after the value");
  }

  private void value(int level) {
    require(level <= deepest, "nesting deeper than " + deepest);
    skipSpace();
    switch (peek()) {
      case '{' -> object(level);
      case '[' -> array(level);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object(int level) {
    at++;
    if (skipTo('}')) {
      return;
    }
    do {
      skipSpace();
      string();
      require(skipTo(':'), "no colon after a name");
      value(level + 1);
    } while (skipTo(','));
    require(skipTo('}'), "an object that is not closed");
  }

  private void array(int level) {
    at++;
    if (skipTo(']')) {
      return;
    }
    do {
      value(level + 1);
    } while (skipTo(','));
    require(skipTo(']'), "an array that is not closed");
  }

  private void string() {
    require(peek() == '"', "no string");
    at++;
    while (peek() != '"') {
      require(peek() >= ' ', "a control character, or the end, in a string");
      if (peek() == '\\') {
        escape();
      } else {
        at++;
      }
    }
    at++;
  }

  private void escape() {
    at++;
    if (peek() != 'u') {
      require(peek() != END && "\"\\/bfnrt".indexOf(peek()) >= 0, "an unknown escape");
      at++;
      return;
    }
    char escaped = hex();
    require(escaped != 0, "an escaped NUL");
    require(!Character.isLowSurrogate(escaped), "a lone surrogate");
    if (Character.isHighSurrogate(escaped)) {
      boolean another = peek() == '\\' && at + 1 < text.length() && text.charAt(at + 1) == 'u';
      require(another, "a lone surrogate");
      at++;
      require(Character.isLowSurrogate(hex()), "a lone surrogate");
    }
  }

  /** The four digits after the u that is next. */
  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      require(digit >= 0, "a broken escape");
      code = code * 16 + digit;
    }
    at++;
    return (char) code;
  }

  private void number() {
    int start = at;
    skipIf("-");
    if (!skipIf("0")) {
      digits();
    }
    if (skipIf(".")) {
      digits();
    }
    if (skipIf("eE")) {
      skipIf("+-");
      int exponent = at;
      digits();
      String digits = text.substring(exponent, at);
      boolean small = digits.length() <= 3 && Integer.parseInt(digits) <= EXPONENT;
      require(small, "an exponent beyond " + EXPONENT);
    }
    require(at - start <= longest, "a number of more than " + longest + " characters");
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    require(at > start, "no value");
  }

  private void word(String word) {
    require(text.startsWith(word, at), "an unknown word");
    at += word.length();
  }

  private boolean skipIf(String anyOf) {
    boolean found = peek() != END && anyOf.indexOf(peek()) >= 0;
    at += found ? 1 : 0;
    return found;
  }

  private boolean skipTo(char expected) {
    skipSpace();
    return skipIf(String.valueOf(expected));
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  /** The next character; text holds no NUL, so that one stands for the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(
          what + " must be JSON, found " + otherwise + " at index " + at);
    }
  }
}
