package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads do anything at all to few tasks; afterwards each task is in one place. */
class RandomRacesIT {

  private static final int THREADS = 6;
  private static final int STEPS = 150;
  private static final int TASKS = 12;

  /** Ends while the claim's reply is read, so that tasks are claimed from under their holders. */
  private static final Duration MOMENT = Duration.ofNanos(1_000);

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void nothingIsLostOrDoubled(long seed) throws Exception {
    List<UUID> enqueued =
        db
            .broker()
            .enqueueAll(
                IntStream.range(0, TASKS)
                    .mapToObj(i -> NewTask.ofBytes("t", new byte[] {(byte) i}).maxRetries(i % 4))
                    .toList())
            .stream()
            .map(Enqueued::id)
            .toList();

    List<List<UUID>> completed =
        Together.run(THREADS, thread -> play(new Random(seed + thread), enqueued));

    Set<UUID> live = db.dsl().select(CELERS_TASKS.ID).from(CELERS_TASKS).fetchSet(CELERS_TASKS.ID);
    Set<UUID> dead =
        db.dsl()
            .select(CELERS_DEAD_LETTER_QUEUE.ID)
            .from(CELERS_DEAD_LETTER_QUEUE)
            .fetchSet(CELERS_DEAD_LETTER_QUEUE.ID);
    List<UUID> found = new ArrayList<>(live);
    found.addAll(dead);
    assertThat(found).containsExactlyInAnyOrderElementsOf(enqueued);
    assertThat(completed.stream().flatMap(List::stream))
        .as("completed is final, so each is told so at most once")
        .containsExactlyInAnyOrderElementsOf(
            db.dsl()
                .fetch(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed))
                .getValues(CELERS_TASKS.ID));
    Map<CelersTaskState, Long> states =
        db.dsl().fetch(CELERS_TASKS).stream()
            .collect(Collectors.groupingBy(row -> row.getState(), Collectors.counting()));
    assertThat(states.values().stream().mapToLong(Long::longValue).sum() + dead.size())
        .isEqualTo(TASKS);
  }

  /** Returns the ids of the tasks that it completed. */
  private List<UUID> play(Random random, List<UUID> ids) {
    Broker broker = db.broker();
    List<UUID> completed = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(11)) {
        case 0, 1, 2 ->
            deliveries.addAll(
                broker
                    .queue("default")
                    .lease(random.nextBoolean() ? MOMENT : Duration.ofSeconds(1))
                    .dequeue(1 + random.nextInt(4)));
        case 3 -> addIfCompleted(completed, broker.ackAll(some(random)));
        case 4 -> broker.rejectAll(some(random), Rejection.retry("again").after(Duration.ZERO));
        case 5 -> broker.rejectAll(some(random), Rejection.deadLetter("no"));
        case 6 -> broker.extendAll(some(random), Duration.ofSeconds(1));
        case 7 -> {
          if (random.nextInt(10) == 0) {
            broker.tasks().cancel(ids.get(random.nextInt(ids.size())), "at random");
          }
        }
        case 8 -> broker.maintenance().reap(3);
        default -> broker.deadLetters().requeue(ids.get(random.nextInt(ids.size())));
      }
    }
    return completed;
  }

  /** A few deliveries, old ones and new ones, in any order. */
  private List<Delivery> some(Random random) {
    List<Delivery> all = List.copyOf(deliveries);
    if (all.isEmpty()) {
      return List.of();
    }
    return random
        .ints(1 + random.nextInt(5), Math.max(0, all.size() - 30), all.size())
        .mapToObj(all::get)
        .toList();
  }

  private static void addIfCompleted(List<UUID> completed, List<Settlement> outcomes) {
    // A delivery may be named twice in one call, and is then answered twice.
    outcomes.stream()
        .filter(Settlement.Settled.class::isInstance)
        .map(Settlement::id)
        .distinct()
        .forEach(completed::add);
  }
}
