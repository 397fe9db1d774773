package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.noCondition;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verbs of many tasks, called for the same tasks in opposite orders, do not deadlock. */
class GroupVerbsConcurrencyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @Test
  void groupAcksInOppositeOrdersSettleEachTaskOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Delivery> held = held(200);
      List<Delivery> reversed = reversed(held);

      List<List<Settlement>> outcomes =
          Together.run(4, thread -> db.broker().ackAll(thread % 2 == 0 ? held : reversed));

      assertThat(outcomes.stream().flatMap(List::stream))
          .filteredOn(Settlement.Settled.class::isInstance)
          .hasSize(200);
      assertThat(outcomes.stream().flatMap(List::stream))
          .filteredOn(NotHeld.AlreadySettled.class::isInstance)
          .hasSize(600);
      clear();
    }
  }

  @Test
  void acksRejectsAndHeartbeatsInOppositeOrdersSettleEachTaskOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Delivery> held = held(100);
      List<Delivery> reversed = reversed(held);

      List<List<? extends Object>> outcomes =
          Together.run(
              4,
              thread ->
                  switch (thread) {
                    case 0 -> db.broker().ackAll(held);
                    case 1 -> db.broker().rejectAll(reversed, Rejection.deadLetter("no"));
                    case 2 -> db.broker().extendAll(reversed, Duration.ofMinutes(1));
                    default -> db.broker().rejectAll(held, Rejection.retry("again"));
                  });

      assertThat(outcomes.stream().flatMap(List::stream))
          .filteredOn(Settlement.Settled.class::isInstance)
          .hasSize(100);
      assertThat(db.tasks() + db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isEqualTo(100);
      clear();
    }
  }

  @Test
  void rowsAreLockedInTheOrderOfTheirIds() throws Exception {
    List<UUID> ids = List.of(new UUID(3, 0), new UUID(2, 0), new UUID(1, 0));
    ids.forEach(id -> db.broker().enqueue(NewTask.ofBytes("task", new byte[0]).id(id)));
    // One by one, so that they lie in the table in that order, too.
    List<Delivery> held =
        ids.stream().map(id -> db.broker().queue("default").dequeue().orElseThrow()).toList();
    assertThat(held).extracting(Delivery::id).isEqualTo(ids);
    Map<Delivery, Rejection> rejections = new LinkedHashMap<>();
    held.forEach(delivery -> rejections.put(delivery, Rejection.retry("again")));

    try (Session other = Session.inTransactions(db);
        Session holder = Session.open(db)) {
      lock(other.dsl(), CELERS_TASKS.ID.eq(ids.get(1)));
      CompletableFuture<List<Settlement>> settled =
          holder.start(broker -> broker.rejectAll(rejections));
      holder.awaitBlocked();

      assertThat(lock(db.dsl(), noCondition())).containsExactly(ids.get(0));

      other.rollback();
      assertThat(settled.join()).hasSize(3).allMatch(Settlement.Settled.class::isInstance);
    }
    clear();
  }

  @Test
  void twoOperatorsWhoRequeueTheSameDeadLettersGetEachOnce() throws Exception {
    List<Delivery> held = held(100);
    db.broker().rejectAll(held, Rejection.deadLetter("no"));
    List<UUID> ids = held.stream().map(Delivery::id).toList();

    List<List<UUID>> requeued =
        Together.run(
            2,
            thread ->
                (thread == 0 ? ids : reversed(ids))
                    .stream().filter(db.broker().deadLetters()::requeue).toList());

    assertThat(requeued.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isZero();
    assertThat(db.tasks()).isEqualTo(100);
  }

  @Test
  void batchesWithTheSameKeysInOppositeOrdersCreateEachTaskOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<NewTask<byte[]>> tasks = keyed(100, "round-" + round + "-");
      List<NewTask<byte[]>> reversed = reversed(tasks);

      List<List<Enqueued>> outcomes =
          Together.run(4, thread -> db.broker().enqueueAll(thread % 2 == 0 ? tasks : reversed));

      assertThat(outcomes.stream().flatMap(List::stream))
          .filteredOn(Enqueued.Created.class::isInstance)
          .hasSize(100);
      assertThat(outcomes.stream().flatMap(List::stream).map(Enqueued::id).distinct()).hasSize(100);
      assertThat(outcomes.get(0).stream().map(Enqueued::id))
          .isEqualTo(reversed(outcomes.get(1)).stream().map(Enqueued::id).toList());
    }
  }

  private static List<NewTask<byte[]>> keyed(int count, String prefix) {
    return IntStream.range(0, count)
        .mapToObj(i -> NewTask.ofBytes("once", new byte[0]).idempotencyKey(prefix + i))
        .toList();
  }

  private static List<Delivery> held(int count) {
    db.broker().enqueueAll(Collections.nCopies(count, NewTask.ofBytes("task", new byte[0])));
    return db.broker().queue("default").dequeue(count);
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Locks what nobody else has locked, and tells what that is. */
  private static List<UUID> lock(DSLContext dsl, Condition which) {
    return dsl.selectFrom(CELERS_TASKS)
        .where(which)
        .forUpdate()
        .skipLocked()
        .fetch(CELERS_TASKS.ID);
  }

  private static void clear() {
    db.dsl().deleteFrom(CELERS_TASKS).execute();
    db.dsl().deleteFrom(CELERS_DEAD_LETTER_QUEUE).execute();
  }
}
