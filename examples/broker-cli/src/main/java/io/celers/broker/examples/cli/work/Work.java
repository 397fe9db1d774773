package io.celers.broker.examples.cli.work;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Lengths;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.session.WrongUseException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.JooqBrokerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Claims the tasks of queues one after the other, and runs a command for each. */
@Command(
    name = "work",
    description = {
      "Runs a command for each task, its payload on standard input, until Ctrl-C.",
      "Exit code 0 finishes the task, what was printed is its result; any other gives it back to be"
          + " retried, or to the dead letters after its last delivery. The lease is extended"
          + " meanwhile. BROKER_TASK_ID, _NAME, _QUEUE and _DELIVERY are set.",
      "Example: broker work --queue mail --until-empty -- ./send-mail.sh"
    })
public final class Work implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--queue",
      split = ",",
      paramLabel = "NAME",
      description = "Of these queues, the first one first. Default: ${DEFAULT-VALUE}.")
  private List<String> queues = List.of("default");

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after '--'.")
  private List<String> command = List.of();

  @Option(names = "--max", paramLabel = "N", description = "Ends after so many tasks.")
  private long max = Long.MAX_VALUE;

  @Option(names = "--until-empty", description = "Ends when nothing is due.")
  private boolean untilEmpty;

  @Option(
      names = "--lease",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "How soon after a crash a task is due again. Default: 60s.")
  private Duration lease = Duration.ofSeconds(60);

  @Option(
      names = "--poll",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "How often an empty queue is asked. Default: 1s.")
  private Duration poll = Duration.ofSeconds(1);

  @Option(
      names = "--retry-after",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "A failed task waits so long. Default: as its own policy says.")
  private @Nullable Duration retryAfter;

  @Option(
      names = "--worker",
      paramLabel = "NAME",
      description = "Name that the tasks remember. Default: process and host.")
  private @Nullable String worker;

  /** In this session. */
  public Work(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    StopRequest stop = StopRequest.bySignal();
    return session.answer(this::named, broker -> work(broker, stop));
  }

  private JooqBrokerBuilder named(JooqBrokerBuilder builder) {
    return worker == null ? builder : builder.workerId(worker);
  }

  private Answer work(JooqBroker broker, StopRequest stop) {
    TaskSource source =
        broker
            .queues(queues.get(0), queues.subList(1, queues.size()).toArray(String[]::new))
            .lease(lease);
    Attempt attempt =
        new Attempt(broker, new Shell(command), lease, Optional.ofNullable(retryAfter));
    long done = 0;
    long failed = 0;
    try {
      while (done + failed < max && !stop.isRequested()) {
        Optional<Delivery> delivery = source.dequeue();
        if (delivery.isPresent()) {
          Attempt.Outcome outcome = attempt.make(delivery.get());
          session.print(answer(outcome));
          boolean completed =
              outcome.settlement() instanceof Settlement.Settled settled
                  && settled.fate() == Settlement.Fate.COMPLETED;
          done += completed ? 1 : 0;
          failed += completed ? 0 : 1;
        } else if (untilEmpty) {
          break;
        } else {
          stop.await(poll);
        }
      }
    } catch (IOException e) {
      throw new WrongUseException(
          "Could not run " + command.get(0) + ". Is it there, and executable?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.of(
            "%s done, %s failed".formatted(Words.of(done), Words.of(failed)),
            Row.of("done", done).with("failed", failed))
        .exit(stop.isRequested() ? ExitCode.INTERRUPTED : ExitCode.OK);
  }

  private static Answer answer(Attempt.Outcome outcome) {
    Delivery delivery = outcome.delivery();
    String fate = fate(outcome.settlement());
    return Answer.of(
        "%s  %s  %s, delivery %d, exit code %d, %s"
            .formatted(
                delivery.id(),
                Words.of(delivery.name()),
                fate,
                delivery.deliveries(),
                outcome.command().exitCode(),
                Words.of(outcome.command().runTime())),
        Row.of("id", delivery.id())
            .with("name", delivery.name())
            .with("fate", fate)
            .with("delivery", delivery.deliveries())
            .with("exit code", outcome.command().exitCode())
            .with("run time", outcome.command().runTime()));
  }

  private static String fate(Settlement settlement) {
    if (settlement instanceof Settlement.Settled settled) {
      return Words.of(settled.fate());
    }
    // AlreadySettled, LeaseLost, Cancelled, Gone
    return settlement
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)([A-Z])", " $1")
        .toLowerCase(Locale.ROOT);
  }
}
