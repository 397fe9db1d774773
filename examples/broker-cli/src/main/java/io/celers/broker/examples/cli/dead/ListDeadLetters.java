package io.celers.broker.examples.cli.dead;

import io.celers.broker.DeadLetters;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Listing;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.task.DeadLetterRow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists dead letters in the order of their tasks' creation. */
@Command(name = "list", description = "Lists dead letters, the oldest task first.")
public final class ListDeadLetters implements Callable<Integer> {

  private final Session session;

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();
  @Mixin private Listing listing = new Listing();

  /** In this session. */
  public ListDeadLetters(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          DeadLetters dead = broker.deadLetters();
          Listing.Found<Row> found =
              listing.find(page -> dead.list(selection.query(), page), DeadLetterRow::of);
          return Answer.empty()
              .table(
                  "dead letters",
                  found.items(),
                  "id",
                  "queue",
                  "name",
                  "cause",
                  "deliveries",
                  "died",
                  "error")
              .put(found.rest())
              .say(
                  style ->
                      found.summary(
                          Words.count(found.items().size(), "dead letter", "dead letters")));
        });
  }
}
