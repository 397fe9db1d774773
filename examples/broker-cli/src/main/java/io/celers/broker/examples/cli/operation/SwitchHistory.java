package io.celers.broker.examples.cli.operation;

import io.celers.broker.History;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Switches history on or off, or tells which it is. */
@Command(
    name = "history",
    description = {
      "Switches the log of state changes on or off, or tells which it is.",
      "Takes the owner of the tables. 'broker show' prints the history of a task."
    })
public final class SwitchHistory implements Callable<Integer> {

  /** What to do. */
  enum Wish {
    ENABLE,
    DISABLE,
    STATUS
  }

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHAT",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Wish wish = Wish.STATUS;

  /** In this session. */
  public SwitchHistory(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          History history = broker.history();
          boolean changed =
              switch (wish) {
                case ENABLE -> history.enable();
                case DISABLE -> history.disable();
                case STATUS -> true;
              };
          boolean enabled = history.enabled();
          return Answer.of(
                  "History " + (changed ? "is " : "was ") + (enabled ? "on." : "off."),
                  Row.of("enabled", enabled))
              .exit(changed ? ExitCode.OK : ExitCode.NOTHING);
        });
  }
}
