package io.celers.broker.examples.cli.queue;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets tasks of a queue be claimed again. */
@Command(name = "resume", description = "Lets tasks of a paused queue be claimed again.")
public final class ResumeQueue implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  private String name = "";

  /** In this session. */
  public ResumeQueue(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          boolean changed = broker.queue(name).resume();
          return Answer.of(
                  "Queue " + Words.of(name) + (changed ? " goes on." : " was not paused."),
                  Row.of("queue", name).with("changed", changed))
              .exit(changed ? ExitCode.OK : ExitCode.NOTHING);
        });
  }
}
