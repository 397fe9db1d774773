package io.celers.broker.examples.cli.output;

/** Emphasis on a terminal, none elsewhere. */
public enum Style {
  /** Text and nothing else. */
  PLAIN,
  /** With the colours of ANSI terminals. */
  COLOUR;

  private static final String RESET = "\u001b[0m";

  /** A heading. */
  public String bold(String text) {
    return marked("\u001b[1m", text);
  }

  /** Something good. */
  public String good(String text) {
    return marked("\u001b[32m", text);
  }

  /** Something to be looked at. */
  public String warning(String text) {
    return marked("\u001b[33m", text);
  }

  /** Something bad. */
  public String bad(String text) {
    return marked("\u001b[31m", text);
  }

  private String marked(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : code + text + RESET;
  }
}
