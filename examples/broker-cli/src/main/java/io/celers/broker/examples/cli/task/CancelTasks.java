package io.celers.broker.examples.cli.task;

import io.celers.broker.Tasks;
import io.celers.broker.delivery.Cancellation;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Changed;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.TaskQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cancels tasks, one by one if they are named, else all that meet the criteria. */
@Command(
    name = "cancel",
    description = "Cancels tasks. A holder learns it when it settles. Asks first.")
public final class CancelTasks implements Callable<Integer> {

  private final Session session;

  @Mixin private TaskSelection selection = new TaskSelection();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; stored with each task.")
  private String reason = "";

  /** In this session. */
  public CancelTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    TaskQuery query = selection.deliberateQuery();
    Optional<List<UUID>> ids = selection.onlyIds();
    return session.answer(
        broker -> {
          session.confirm(
              ids.map(given -> "This cancels " + Words.count(given.size(), "task", "tasks") + ".")
                  .orElse("This cancels all unfinished tasks that meet the criteria."));
          Tasks tasks = broker.tasks();
          return ids.isPresent()
              ? each(tasks, ids.get())
              : Changed.answer("cancelled", Bulk.all(page -> tasks.cancelAll(query, reason, page)));
        });
  }

  private Answer each(Tasks tasks, List<UUID> ids) {
    List<Cancellation> outcomes = ids.stream().map(id -> tasks.cancel(id, reason)).toList();
    boolean done = outcomes.stream().anyMatch(Cancellation.Done.class::isInstance);
    return Answer.empty()
        .table("tasks", outcomes.stream().map(CancelTasks::row).toList(), "id", "outcome")
        .exit(done ? ExitCode.OK : ExitCode.NOTHING);
  }

  private static Row row(Cancellation outcome) {
    return Row.of("id", outcome.id())
        .with(
            "outcome",
            outcome instanceof Cancellation.Done
                ? "cancelled"
                : outcome instanceof Cancellation.AlreadyFinished
                    ? "already finished"
                    : outcome instanceof Cancellation.Busy ? "busy, try again" : "no such task");
  }
}
