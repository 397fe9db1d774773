package io.celers.broker.examples.cli.transfer;

import io.celers.broker.examples.cli.dead.DeadLetterSelection;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.DeadLetterQuery;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes dead letters to a file. */
@Command(
    name = "dlq",
    description = "Writes the dead letters that meet the criteria; none means all.")
final class ExportDeadLetters implements Callable<Integer> {

  private final Session session;

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();
  @Mixin private ExportFile file = new ExportFile();

  ExportDeadLetters(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    DeadLetterQuery query = selection.query();
    return file.write(
        session,
        Kind.DEAD_LETTERS,
        (broker, out, progress) -> broker.deadLetters().export(query, out, progress),
        broker -> OptionalLong.of(broker.deadLetters().count(query)));
  }
}
