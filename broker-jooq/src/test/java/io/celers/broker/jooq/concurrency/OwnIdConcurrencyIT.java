package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task is enqueued again under its own id while somebody moves it to another table. */
class OwnIdConcurrencyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final OffsetDateTime PAST = OffsetDateTime.parse("2020-01-01T00:00:00Z");

  private final NewTask<byte[]> task =
      NewTask.ofBytes("race", new byte[] {1}).id(UUID.randomUUID()).maxRetries(0);

  /** How a claimed task leaves the table of tasks. */
  enum Move {
    REJECTED((broker, held) -> broker.reject(held, Rejection.deadLetter("no"))),
    REAPED(
        (broker, held) -> {
          db.dsl().update(CELERS_TASKS).set(CELERS_TASKS.VISIBLE_AT, PAST).execute();
          broker.maintenance().reap(10);
        }),
    ARCHIVED(
        (broker, held) -> {
          db.broker().ack(held);
          db.dsl().update(CELERS_TASKS).set(CELERS_TASKS.COMPLETED_AT, PAST).execute();
          broker.maintenance().archive(RetentionPolicy.after(Duration.ofDays(1)), progress -> {});
        });

    private final BiConsumer<Broker, Delivery> call;

    Move(BiConsumer<Broker, Delivery> call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void enqueueWaitsForAMoveAndFindsTheTaskWhereItWent(Move move) throws Exception {
    Delivery held = claimed();
    try (Session mover = Session.inTransactions(db);
        Session producer = Session.open(db)) {
      move.call.accept(mover.broker(), held);
      CompletableFuture<Enqueued> again = producer.start(broker -> broker.enqueue(task));
      producer.awaitBlocked();
      mover.commit();

      assertThat(again.join()).isEqualTo(new Enqueued.Duplicate(held.id()));
    }
    assertThat(places()).hasSize(1).doesNotContain(CELERS_TASKS.getName());
  }

  @ParameterizedTest
  @EnumSource
  void enqueueFindsTheTaskWhereItWasWhenTheMoveIsRolledBack(Move move) throws Exception {
    Delivery held = claimed();
    try (Session mover = Session.inTransactions(db);
        Session producer = Session.open(db)) {
      move.call.accept(mover.broker(), held);
      CompletableFuture<Enqueued> again = producer.start(broker -> broker.enqueue(task));
      producer.awaitBlocked();
      mover.rollback();

      assertThat(again.join()).isEqualTo(new Enqueued.Duplicate(held.id()));
    }
    assertThat(places()).containsExactly(CELERS_TASKS.getName());
  }

  @Test
  void rejectWaitsForAnEnqueueThatFoundTheTask() throws Exception {
    Delivery held = claimed();
    try (Session producer = Session.inTransactions(db);
        Session holder = Session.open(db)) {
      Enqueued again = producer.broker().enqueue(task);
      CompletableFuture<?> rejected =
          holder.start(broker -> broker.reject(held, Rejection.deadLetter("no")));
      holder.awaitBlocked();
      producer.commit();

      rejected.join();
      assertThat(again).isEqualTo(new Enqueued.Duplicate(held.id()));
    }
    assertThat(places()).containsExactly(CELERS_DEAD_LETTER_QUEUE.getName());
  }

  @Test
  void batchesOfTheSameIdsInOppositeOrderDoNotDeadlock() throws Exception {
    List<NewTask<byte[]>> batch =
        Stream.generate(() -> NewTask.ofBytes("race", new byte[] {1}).id(UUID.randomUUID()))
            .limit(200)
            .toList();
    List<NewTask<byte[]>> backwards = new ArrayList<>(batch);
    Collections.reverse(backwards);

    for (int round = 0; round < 10; round++) {
      db.dsl().deleteFrom(CELERS_TASKS).execute();
      List<Long> created =
          Together.run(
              4,
              thread ->
                  db.dsl()
                      .transactionResult(
                          tx ->
                              db
                                  .broker()
                                  .using(tx)
                                  .enqueueAll(thread % 2 == 0 ? batch : backwards)
                                  .stream()
                                  .filter(Enqueued.Created.class::isInstance)
                                  .count()));

      assertThat(created.stream().mapToLong(Long::longValue).sum()).isEqualTo(batch.size());
    }
  }

  private Delivery claimed() {
    db.broker().enqueue(task);
    return db.broker().queue(task.queue()).dequeue().orElseThrow();
  }

  private static List<String> places() {
    return Stream.of(CELERS_TASKS, CELERS_DEAD_LETTER_QUEUE, CELERS_TASK_ARCHIVE)
        .flatMap(table -> Collections.nCopies(db.dsl().fetchCount(table), table.getName()).stream())
        .toList();
  }
}
