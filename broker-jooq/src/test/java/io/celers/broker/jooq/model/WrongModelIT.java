package io.celers.broker.jooq.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model with one wrong rule is found out, by a few commands: so a wrong broker would be. */
class WrongModelIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final int COMMANDS = 40;
  private static final long MOST_SEEDS = 20;

  /** Mistakes that are easy to make, in the broker as well as in the model. */
  enum Mistake {
    ONE_RETRY_TOO_FEW(
        4,
        () ->
            new BrokerModel() {
              @Override
              boolean isWornOut(TaskModel task) {
                return task.deliveries >= task.maxRetries;
              }
            }),
    LEASES_NEVER_END(
        4,
        () ->
            new BrokerModel() {
              @Override
              boolean isDue(TaskModel task) {
                return super.isDue(task) && task.place == TaskModel.Place.PENDING;
              }
            });

    private final int mostCommands;
    private final Supplier<BrokerModel> models;

    Mistake(int mostCommands, Supplier<BrokerModel> models) {
      this.mostCommands = mostCommands;
      this.models = models;
    }
  }

  @ParameterizedTest
  @EnumSource
  void mistakeIsFoundAndShrunk(Mistake mistake) {
    Comparison comparison = new Comparison(db, mistake.models);

    Optional<Comparison.Difference> difference =
        LongStream.range(1, MOST_SEEDS)
            .mapToObj(seed -> RandomCommands.list(seed, COMMANDS))
            .filter(commands -> comparison.play(commands).isPresent())
            .findFirst()
            .flatMap(comparison::playAndShrink);

    List<Command> smallest = difference.orElseThrow().played();
    assertThat(smallest).hasSizeBetween(1, mistake.mostCommands);
    assertThat(difference.get().report("mistake")).contains("new Dequeue(");
  }
}
