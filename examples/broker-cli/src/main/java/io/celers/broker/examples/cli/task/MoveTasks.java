package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.session.Changed;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.TaskQuery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves unfinished tasks into another queue. */
@Command(name = "move", description = "Moves unfinished tasks into another queue.")
public final class MoveTasks implements Callable<Integer> {

  private final Session session;

  @Mixin private TaskSelection selection = new TaskSelection();

  @Option(names = "--to", required = true, paramLabel = "QUEUE", description = "The other queue.")
  private String queue = "";

  /** In this session. */
  public MoveTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    TaskQuery query = selection.deliberateQuery();
    return session.answer(
        broker ->
            Changed.answer("moved", Bulk.all(page -> broker.tasks().moveAll(query, queue, page))));
  }
}
