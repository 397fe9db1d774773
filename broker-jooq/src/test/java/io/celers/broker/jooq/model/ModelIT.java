package io.celers.broker.jooq.model;

import static io.celers.broker.jooq.model.BrokerModel.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker does what the model says, whatever it is told to do and in whatever order. */
class ModelIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final long FIRST_SEED = Long.getLong("broker.model.seed", 1);
  private static final int SEEDS = Integer.getInteger("broker.model.seeds", 8);
  private static final int COMMANDS = Integer.getInteger("broker.model.commands", 50);

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
  }

  /** Lists that were worth keeping: what a run at random prints is pasted here. */
  static Stream<List<Command>> cases() {
    TaskSpec task = new TaskSpec("t1", "a", 4, 0, NEVER, 1, "", false, "content");
    TaskSpec own = new TaskSpec("t2", "a", 4, 0, NEVER, 0, "", true, "content");
    Hold last = new Hold("t1", 0);
    Hold before = new Hold("t1", 1);
    return Stream.of(
        // Claimed from under its holder, who then is refused whatever he says.
        List.of(
            new EnqueueOne(task),
            new Dequeue(List.of("a"), 1, 1),
            new MoveClock(1),
            new Dequeue(List.of("a"), 1, 1),
            new Settle(Settle.Verb.ACK, List.of(before), 1),
            new Settle(Settle.Verb.EXTEND, List.of(before, last), 1),
            new Reject(List.of(new Verdict(last, Verdict.Kind.RETRY, 0))),
            new Settle(Settle.Verb.ACK, List.of(last), 1)),
        // The clock goes back while a lease runs: it lasts longer, and ends all the same.
        List.of(
            new EnqueueOne(task),
            new Dequeue(List.of("a"), 1, 2),
            new MoveClock(-2),
            new MoveClock(3),
            new Dequeue(List.of("a"), 1, 2),
            new MoveClock(1),
            new Dequeue(List.of("a"), 1, 2)),
        // An id is taken for as long as its task is anywhere, and free again afterwards.
        List.of(
            new EnqueueOne(own),
            new Dequeue(List.of("a"), 1, 1),
            new MoveClock(1),
            new Maintain(Maintain.Verb.REAP, 1),
            new EnqueueOne(own),
            new Operate(Operate.Verb.PURGE, new Which(Which.Kind.TASK, "t2")),
            new EnqueueOne(own),
            new Settle(Settle.Verb.ACK, List.of(new Hold("t2", 0)), 1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void brokerStillDoesWhatTheModelSays(List<Command> commands) {
    Optional<Comparison.Difference> difference =
        new Comparison(db, BrokerModel::new).play(commands);

    assertThat(difference.map(found -> found.report("case"))).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void brokerDoesWhatTheModelSays(long seed) {
    Comparison comparison = new Comparison(db, BrokerModel::new);

    Optional<Comparison.Difference> difference =
        comparison.playAndShrink(RandomCommands.list(seed, COMMANDS));

    assertThat(difference.map(found -> found.report("seed " + seed))).isEmpty();
  }
}
