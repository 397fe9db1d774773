package io.celers.broker.examples.cli.session;

import java.io.Console;
import java.io.IOException;
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

  /** Whether standard error, which may be elsewhere than the answer, is read on a terminal. */
  boolean watches();

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

      // Java knows of standard input and output only: a program is asked that has our standard
      // error
      @Override
      public boolean watches() {
        try {
          return new ProcessBuilder("test", "-t", "2")
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start()
                  .waitFor()
              == 0;
        } catch (IOException e) {
          // no POSIX system: none is shown
          return false;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    };
  }
}
