package io.celers.broker.examples.cli.task;

import io.celers.broker.Broker;
import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.RawJson;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.history.HistoryEvent;
import io.celers.broker.result.StoredResult;
import io.celers.broker.task.TaskDetails;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything that is known of one task, wherever it is by now. */
@Command(
    name = "show",
    description = "Shows a task, wherever it is by now: itself, its result and its history.")
public final class ShowTask implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The task.")
  private UUID id = new UUID(0, 0);

  @Option(names = "--payload", description = "Shows the payload, too.")
  private boolean withPayload;

  /** In this session. */
  public ShowTask(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(this::show);
  }

  private Answer show(Broker broker) {
    Optional<TaskDetails> task = broker.tasks().find(id);
    Optional<DeadLetter> dead = broker.deadLetters().find(id);
    Optional<StoredResult> result = broker.results().find(id);
    List<HistoryEvent> history = broker.history().of(id);
    Answer answer = Answer.empty();
    task.ifPresent(found -> answer.sheet("task", TaskRow.of(found)));
    dead.ifPresent(found -> answer.sheet("dead letter", DeadLetterRow.of(found)));
    if (withPayload) {
      broker
          .tasks()
          .payload(id)
          .or(() -> dead.map(DeadLetter::payload))
          .ifPresent(payload -> answer.sheet("content", PayloadRow.of(payload)));
    }
    result.ifPresent(found -> answer.sheet("result", row(found)));
    if (!history.isEmpty()) {
      answer
          .heading("history")
          .table(
              "history",
              history.stream().map(ShowTask::row).toList(),
              "at",
              "since",
              "from",
              "to",
              "deliveries",
              "worker");
    }
    return task.isEmpty() && dead.isEmpty() && result.isEmpty() && history.isEmpty()
        ? Answer.of("There is no task " + id + ".", Row.of("task", null)).exit(ExitCode.NOTHING)
        : answer;
  }

  private static Row row(StoredResult result) {
    return Row.of("status", result.status())
        .with("value", result.json().map(RawJson::new))
        .with("error", result.error())
        .with("stack trace", result.stackTrace())
        .withLength("run time", result.runTime())
        .with("stored", result.createdAt())
        .with("expires", result.expiresAt());
  }

  private static Row row(HistoryEvent event) {
    return Row.of("at", event.at())
        .withLength("since", event.sincePrevious())
        .with("from", event.from())
        .with("to", event.to())
        .with("queue", event.queue())
        .with("deliveries", event.deliveries())
        .with("worker", event.worker());
  }
}
