package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.session.Changed;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.TaskQuery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes pending tasks due now. */
@Command(name = "due", description = "Makes pending tasks due now.")
public final class MakeDue implements Callable<Integer> {

  private final Session session;

  @Mixin private TaskSelection selection = new TaskSelection();

  /** In this session. */
  public MakeDue(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    TaskQuery query = selection.deliberateQuery();
    return session.answer(
        broker ->
            Changed.answer("made due", Bulk.all(page -> broker.tasks().makeDueAll(query, page))));
  }
}
