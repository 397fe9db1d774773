package io.celers.broker.examples.cli.transfer;

import io.celers.broker.examples.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs that write files. */
@Command(
    name = "export",
    description = {
      "Writes tasks, dead letters or results as lines of JSON, for 'broker import' here or"
          + " elsewhere.",
      "To standard output unless --file is given; then the answer is on standard error."
    })
public final class Export {

  private Export() {}

  /** With all its verbs. */
  public static CommandLine commands(Session session) {
    return new CommandLine(new Export())
        .addSubcommand(new ExportTasks(session))
        .addSubcommand(new ExportDeadLetters(session))
        .addSubcommand(new ExportResults(session));
  }
}
