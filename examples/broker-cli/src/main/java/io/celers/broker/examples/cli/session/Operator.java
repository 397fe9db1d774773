package io.celers.broker.examples.cli.session;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Whoever sits at the terminal, if anybody does. */
public interface Operator {

  /**
   * Asks a question that is answered by yes or no.
   *
   * @return empty if nobody is there
   */
  Optional<Boolean> agreesTo(String question);

  /** Whether what is printed is read on a terminal. */
  boolean isPresent();

  /** At the terminal that the program was started from. */
  static Operator atConsole() {
    return new Operator() {
      @Override
      public Optional<Boolean> agreesTo(String question) {
        Console console = System.console();
        if (console == null) {
          return Optional.empty();
        }
        String answer = console.readLine("%s [y/N] ", question);
        return Optional.of(
            answer != null
                && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
                    || answer.strip().toLowerCase(Locale.ROOT).equals("yes")));
      }

      @Override
      public boolean isPresent() {
        return System.console() != null;
      }
    };
  }
}
