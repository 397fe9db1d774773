package io.celers.broker.examples.cli.queue;

import io.celers.broker.TaskQueue;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.session.Lengths;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.session.WrongUseException;
import io.celers.broker.queue.QueueSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the settings and the pause of a queue, and changes the settings. */
@Command(
    name = "queue",
    description = "Shows what a queue has of its own; with options, changes that first.")
public final class ShowQueue implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  private String name = "";

  @Option(
      names = "--retention",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Finished tasks stay so long, as in 7d; 0s deletes them without archiving.")
  private @Nullable Duration retention;

  @Option(
      names = "--default-priority",
      paramLabel = "0..9",
      description = "Priority of tasks that ask for none.")
  private @Nullable Integer defaultPriority;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Enqueues are refused from so many unfinished tasks on.")
  private @Nullable Integer maxLength;

  @Option(names = "--clear", description = "Forgets all settings; a pause stays.")
  private boolean clear;

  /** In this session. */
  public ShowQueue(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    boolean change = retention != null || defaultPriority != null || maxLength != null;
    if (clear && change) {
      throw new WrongUseException("--clear goes with no other setting.");
    }
    return session.answer(
        broker -> {
          TaskQueue queue = broker.queue(name);
          if (clear) {
            queue.configure(QueueSettings.none());
          } else if (change) {
            queue.configure(changed(queue.settings()));
          }
          QueueSettings settings = queue.settings();
          return Answer.empty()
              .sheet(
                  QueueRow.of(name, queue.paused())
                      .withLength("retention", settings.retention())
                      .with("default priority", settings.defaultPriority())
                      .with("max length", settings.maxLength()));
        });
  }

  /** What is not mentioned stays as it is. */
  private QueueSettings changed(QueueSettings before) {
    QueueSettings settings = before;
    if (retention != null) {
      settings = settings.withRetention(retention);
    }
    if (defaultPriority != null) {
      settings = settings.withDefaultPriority(defaultPriority);
    }
    return maxLength == null ? settings : settings.withMaxLength(maxLength);
  }
}
