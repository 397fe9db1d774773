package io.celers.broker.examples.cli.queue;

import io.celers.broker.TaskQueue;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.queue.Pause;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops claims from a queue, in every process. */
@Command(
    name = "pause",
    description = "Stops claims from a queue, in every process; running tasks go on.")
public final class PauseQueue implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  private String name = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who says so. Default: the user of this process.")
  private String by = System.getProperty("user.name");

  /** In this session. */
  public PauseQueue(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          TaskQueue queue = broker.queue(name);
          boolean changed = queue.pause(reason, by);
          Optional<Pause> pause = queue.paused();
          String sentence =
              "Queue %s %s since %s by %s: %s"
                  .formatted(
                      Words.of(name),
                      changed ? "is paused" : "was paused before,",
                      Words.of(pause.map(Pause::since)),
                      Words.of(pause.flatMap(Pause::by)),
                      Words.of(pause.flatMap(Pause::reason)));
          return Answer.of(sentence, QueueRow.of(name, pause).with("changed", changed))
              .exit(changed ? ExitCode.OK : ExitCode.NOTHING);
        });
  }
}
