package io.celers.broker.examples.cli.dead;

import io.celers.broker.examples.cli.session.Changed;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterQuery;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts dead letters back into their queues. */
@Command(
    name = "requeue",
    description = "Puts dead letters back into their queues, with fresh retries.")
public final class RequeueDeadLetters implements Callable<Integer> {

  private final Session session;

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();

  /** In this session. */
  public RequeueDeadLetters(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    DeadLetterQuery query = selection.deliberateQuery();
    return session.answer(
        broker ->
            Changed.answer(
                "requeued", Bulk.all(page -> broker.deadLetters().requeueAll(query, page))));
  }
}
