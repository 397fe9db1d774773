package io.celers.broker.examples.cli.session;

import io.celers.broker.examples.cli.output.Style;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How to answer. */
public final class OutputOptions {

  /** When to use colours. */
  enum Colour {
    AUTO,
    ALWAYS,
    NEVER
  }

  private final Map<String, String> environment;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answers in one line of JSON, for programs.")
  private boolean json;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description = "auto (on a terminal, unless $NO_COLOR is set), always or never.")
  private Colour colour = Colour.AUTO;

  @Option(
      names = "--yes",
      scope = ScopeType.INHERIT,
      description = "Does what destroys something without asking; needed in scripts.")
  private boolean yes;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows the stack trace of a failure.")
  private boolean verbose;

  OutputOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whether a program reads the answer. */
  public boolean json() {
    return json;
  }

  boolean yes() {
    return yes;
  }

  boolean verbose() {
    return verbose;
  }

  /** Whether a terminal, if there is one, can do more than print. */
  boolean hasCapableTerminal() {
    return !"dumb".equals(environment.get("TERM"));
  }

  Style style(Operator operator) {
    boolean terminal =
        operator.isPresent()
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && hasCapableTerminal();
    boolean marked = colour == Colour.ALWAYS || (colour == Colour.AUTO && terminal);
    return marked ? Style.COLOUR : Style.PLAIN;
  }
}
