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

  /** So many commands show each of the mistakes. */
  private static final int SMALLEST = 4;

  /** Mistakes that are easy to make, in the broker as well as in the model. */
  enum Mistake {
    ONE_RETRY_TOO_FEW(
        () ->
            new BrokerModel() {
              @Override
              boolean isWornOut(TaskModel task) {
                return task.deliveries >= task.maxRetries;
              }
            }),
    LEASES_NEVER_END(
        () ->
            new BrokerModel() {
              @Override
              boolean isDue(TaskModel task) {
                return super.isDue(task) && task.place == TaskModel.Place.PENDING;
              }
            });

    private final Supplier<BrokerModel> models;

    Mistake(Supplier<BrokerModel> models) {
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
    assertThat(smallest).hasSizeBetween(1, SMALLEST);
    assertThat(difference.get().report("mistake")).containsPattern("new (Dequeue|Maintain)\\(");
  }
}
