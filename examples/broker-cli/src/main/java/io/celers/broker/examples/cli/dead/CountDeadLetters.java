package io.celers.broker.examples.cli.dead;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.query.DeadLetterDimension;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts dead letters by what they have in common. */
@Command(name = "count", description = "Counts dead letters by error, name, queue or day.")
public final class CountDeadLetters implements Callable<Integer> {

  private final Session session;

  @Mixin private DeadLetterSelection selection = new DeadLetterSelection();

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private DeadLetterDimension dimension = DeadLetterDimension.ERROR;

  /** In this session. */
  public CountDeadLetters(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          List<Row> groups =
              broker.deadLetters().countBy(dimension, selection.query()).entrySet().stream()
                  .map(group -> Row.of("count", group.getValue()).with("group", group.getKey()))
                  .toList();
          Answer answer = Answer.empty().table("groups", groups, "count", "group");
          return groups.isEmpty() ? answer.say("There are no dead letters.") : answer;
        });
  }
}
