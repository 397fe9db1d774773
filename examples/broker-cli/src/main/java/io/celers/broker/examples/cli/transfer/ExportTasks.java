package io.celers.broker.examples.cli.transfer;

import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.task.TaskSelection;
import io.celers.broker.query.TaskQuery;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes tasks to a file. */
@Command(name = "tasks", description = "Writes the tasks that meet the criteria; none means all.")
final class ExportTasks implements Callable<Integer> {

  private final Session session;

  @Mixin private TaskSelection selection = new TaskSelection();
  @Mixin private ExportFile file = new ExportFile();

  ExportTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    TaskQuery query = selection.query();
    return file.write(
        session,
        Kind.TASKS,
        (broker, out, progress) -> broker.tasks().export(query, out, progress),
        broker -> OptionalLong.of(broker.tasks().count(query)));
  }
}
