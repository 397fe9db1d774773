package io.celers.broker.internal;

/** Strings of JSON: text to a string with its quotes, and back. */
public final class JsonString {

  private JsonString() {}

  /** The text as a JSON string. Escapes what must be and nothing else; the text is storable. */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** The text of a string that {@link Json} has checked. */
  public static String text(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    if (inner.indexOf('\\') < 0) {
      return inner;
    }
    StringBuilder text = new StringBuilder(inner.length());
    int at = 0;
    while (at < inner.length()) {
      char c = inner.charAt(at++);
      if (c == '\\') {
        at = unescape(inner, at, text);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Appends what stands behind a backslash, and tells where it ends. */
  private static int unescape(String inner, int at, StringBuilder text) {
    char escape = inner.charAt(at);
    switch (escape) {
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> {
        text.append((char) Integer.parseInt(inner.substring(at + 1, at + 5), 16));
        return at + 5;
      }
      default -> text.append(escape);
    }
    return at + 1;
  }
}
