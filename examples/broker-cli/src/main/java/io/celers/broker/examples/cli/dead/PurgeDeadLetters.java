package io.celers.broker.examples.cli.dead;

import io.celers.broker.DeadLetters;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Changed;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterQuery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes dead letters for ever. */
@Command(name = "purge", description = "Deletes dead letters for ever. Asks first.")
public final class PurgeDeadLetters implements Callable<Integer> {

  private final Session session;

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();

  /** In this session. */
  public PurgeDeadLetters(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    DeadLetterQuery query = selection.deliberateQuery();
    return session.answer(
        broker -> {
          DeadLetters dead = broker.deadLetters();
          session.confirm(
              "This deletes "
                  + Words.count(dead.count(query), "dead letter", "dead letters")
                  + " for ever.");
          return Changed.answer("purged", Bulk.all(page -> dead.purgeAll(query, page)));
        });
  }
}
