package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.task.NewTask;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claims pass each other: each task is delivered to one of them. */
class ClaimConcurrencyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @Test
  void eightThreadsGetEachOfTwentyThousandTasksExactlyOnce() throws Exception {
    int tasks = 20_000;
    db.broker().enqueueBulk(IntStream.range(0, tasks).mapToObj(ClaimConcurrencyIT::task));

    List<List<Integer>> delivered = Together.run(8, ClaimConcurrencyIT::drain);

    assertThat(delivered.stream().flatMap(List::stream).sorted().toList())
        .isEqualTo(IntStream.range(0, tasks).boxed().toList());
    assertThat(db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.DELIVERIES.eq(1))).isEqualTo(tasks);
    assertThat(db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed)))
        .isEqualTo(tasks);
  }

  @Test
  void claimSkipsWhatOthersHaveLocked() throws Exception {
    db.broker().enqueueAll(IntStream.range(0, 10).mapToObj(ClaimConcurrencyIT::task).toList());

    try (Session one = Session.inTransactions(db);
        Session two = Session.inTransactions(db)) {
      two.dsl().execute("set lock_timeout = '10s'");
      Set<UUID> first = ids(one.broker().queue("default").dequeue(4));
      Set<UUID> second = ids(two.broker().queue("default").dequeue(10));
      assertThat(first).hasSize(4);
      assertThat(second).hasSize(6).doesNotContainAnyElementsOf(first);
      assertThat(two.broker().queue("default").dequeue()).isEmpty();

      one.rollback();
      two.commit();

      assertThat(ids(db.broker().queue("default").dequeue(10))).isEqualTo(first);
    }
  }

  @Test
  void eightThreadsThatTakeOneAtATimeShareAShortQueue() throws Exception {
    for (int round = 0; round < 25; round++) {
      db.broker().enqueueAll(IntStream.range(0, 8).mapToObj(ClaimConcurrencyIT::task).toList());

      List<List<Integer>> delivered =
          Together.run(
              8,
              thread ->
                  db.broker().queue("default").dequeue().stream()
                      .map(ClaimConcurrencyIT::number)
                      .toList());

      assertThat(delivered.stream().flatMap(List::stream).toList())
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
      db.dsl().deleteFrom(CELERS_TASKS).execute();
    }
  }

  private static List<Integer> drain(int thread) {
    List<Integer> numbers = new ArrayList<>();
    List<Delivery> batch = db.broker().queue("default").dequeue(50);
    while (!batch.isEmpty()) {
      assertThat(db.broker().ackAll(batch))
          .allMatch(
              outcome ->
                  outcome instanceof Settlement.Settled settled
                      && settled.fate() == Settlement.Fate.COMPLETED);
      batch.forEach(delivery -> numbers.add(number(delivery)));
      batch = db.broker().queue("default").dequeue(50);
    }
    return numbers;
  }

  private static NewTask<byte[]> task(int number) {
    return NewTask.ofBytes("numbered", ByteBuffer.allocate(4).putInt(number).array())
        .priority(number % 10);
  }

  private static int number(Delivery delivery) {
    return ByteBuffer.wrap(delivery.payload()).getInt();
  }

  private static Set<UUID> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::id).collect(Collectors.toSet());
  }
}
