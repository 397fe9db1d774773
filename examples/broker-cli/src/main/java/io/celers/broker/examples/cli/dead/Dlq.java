package io.celers.broker.examples.cli.dead;

import io.celers.broker.examples.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs on dead letters. */
@Command(name = "dlq", description = "Lists, counts, requeues and purges dead letters.")
public final class Dlq {

  private Dlq() {}

  /** With all its verbs. */
  public static CommandLine commands(Session session) {
    return new CommandLine(new Dlq())
        .addSubcommand(new ListDeadLetters(session))
        .addSubcommand(new CountDeadLetters(session))
        .addSubcommand(new RequeueDeadLetters(session))
        .addSubcommand(new PurgeDeadLetters(session));
  }
}
