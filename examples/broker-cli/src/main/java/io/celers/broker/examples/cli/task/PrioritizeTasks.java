package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.session.Changed;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.TaskQuery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives unfinished tasks another priority. */
@Command(name = "prioritize", description = "Gives unfinished tasks another priority.")
public final class PrioritizeTasks implements Callable<Integer> {

  private final Session session;

  @Mixin private TaskSelection selection = new TaskSelection();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "0..9",
      description = "The new one, 9 first.")
  private int priority;

  /** In this session. */
  public PrioritizeTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    TaskQuery query = selection.deliberateQuery();
    return session.answer(
        broker ->
            Changed.answer(
                "prioritized",
                Bulk.all(page -> broker.tasks().prioritizeAll(query, priority, page))));
  }
}
