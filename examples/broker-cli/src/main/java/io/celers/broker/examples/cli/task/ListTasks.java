package io.celers.broker.examples.cli.task;

import io.celers.broker.Tasks;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Listing;
import io.celers.broker.examples.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists tasks in the order of their creation. */
@Command(name = "list", description = "Lists tasks, the oldest first.")
public final class ListTasks implements Callable<Integer> {

  private final Session session;

  @Mixin private TaskSelection selection = new TaskSelection();
  @Mixin private Listing listing = new Listing();

  /** In this session. */
  public ListTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          Tasks tasks = broker.tasks();
          Listing.Found<Row> found =
              listing.find(page -> tasks.list(selection.query(), page), TaskRow::of);
          return Answer.empty()
              .table(
                  "tasks",
                  found.items(),
                  "id",
                  "queue",
                  "name",
                  "state",
                  "priority",
                  "deliveries",
                  "created",
                  "worker",
                  "error")
              .put(found.rest())
              .say(style -> found.summary(Words.count(found.items().size(), "task", "tasks")));
        });
  }
}
