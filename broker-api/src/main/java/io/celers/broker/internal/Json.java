package io.celers.broker.internal;

/**
 * Checks JSON text before it is sent to a {@code jsonb} column, which would otherwise refuse it and
 * break the caller's transaction.
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

  private static final char END = '\0';

  private final String what;
  private final String text;
  private int at;

  private Json(String what, String text) {
    this.what = what;
    this.text = text;
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
    Json json = new Json(what, text);
    json.value(0);
    json.skipSpace();
    json.require(json.at == text.length(), "text after the value");
    return text;
  }

  private void value(int depth) {
    require(depth <= DEPTH, "nesting deeper than " + DEPTH);
    skipSpace();
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object(int depth) {
    at++;
    if (skipTo('}')) {
      return;
    }
    do {
      skipSpace();
      string();
      require(skipTo(':'), "no colon after a name");
      value(depth + 1);
    } while (skipTo(','));
    require(skipTo('}'), "an object that is not closed");
  }

  private void array(int depth) {
    at++;
    if (skipTo(']')) {
      return;
    }
    do {
      value(depth + 1);
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
    require(at - start <= DIGITS, "a number of more than " + DIGITS + " characters");
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
