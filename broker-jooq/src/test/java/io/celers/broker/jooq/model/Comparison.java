package io.celers.broker.jooq.model;

import io.celers.broker.error.BrokerException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Plays commands on the broker and on the model, and looks at both after each. */
record Comparison(BrokerDatabase db, Supplier<BrokerModel> models) {

  /**
   * Where the two differ first.
   *
   * @param played the commands up to there
   */
  record Difference(List<Command> played, String expected, String found) {

    /** To be pasted as a case of {@link ModelIT}. */
    String report(String origin) {
      return """
      %s: after these commands the model says
        %s
      and the broker
        %s
      List.of(
      %s)\
      """
          .formatted(
              origin,
              expected,
              found,
              played.stream()
                  .map(command -> "    " + JavaText.of(command))
                  .collect(Collectors.joining(",\n")));
    }
  }

  Optional<Difference> play(List<Command> commands) {
    BrokerModel model = models.get();
    Play play = new Play(db, RandomCommands.QUEUES);
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      String expected = command.on(model);
      String found = answer(command, play);
      List<Command> played = commands.subList(0, i + 1);
      if (!expected.equals(found)) {
        return Optional.of(new Difference(played, "answer " + expected, "answer " + found));
      }
      List<String> mustBe = model.lines();
      List<String> are = play.lines(model);
      if (!mustBe.equals(are)) {
        return Optional.of(
            new Difference(
                played, without(mustBe, are).toString(), without(are, mustBe).toString()));
      }
    }
    return Optional.empty();
  }

  /** As {@link #play}, on the shortest list that still shows a difference. */
  Optional<Difference> playAndShrink(List<Command> commands) {
    return play(commands)
        .map(
            difference ->
                Shrink.smallest(
                    difference.played(), Command::simpler, list -> play(list).isPresent()))
        .flatMap(this::play);
  }

  private static String answer(Command command, Play play) {
    try {
      return command.on(play);
    } catch (BrokerException e) {
      return e.toString();
    }
  }

  private static List<String> without(List<String> lines, List<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }
}
