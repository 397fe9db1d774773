package io.celers.broker.jooq.transactions;

import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker inside jOOQ's transactions: what is rolled back never existed. */
class CallersTransactionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final String KEY = "the key";

  /** The ways to create tasks. */
  enum Way {
    ONE {
      @Override
      void enqueue(Broker broker) {
        broker.enqueue(task());
      }
    },
    BATCH {
      @Override
      void enqueue(Broker broker) {
        broker.enqueueAll(List.of(task(), task(), task()));
      }
    },
    BULK {
      @Override
      void enqueue(Broker broker) {
        broker.enqueueBulk(Stream.of(task(), task(), task()));
      }
    },
    KEY_AND_BATCH {
      @Override
      void enqueue(Broker broker) {
        assertThat(broker.enqueueAll(List.of(task().idempotencyKey(KEY), task())))
            .allMatch(Enqueued.Created.class::isInstance);
      }
    };

    abstract void enqueue(Broker broker);
  }

  private static final class Regret extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @EnumSource
  void committedTasksExist(Way way) {
    db.dsl().transaction(tx -> way.enqueue(db.broker().using(tx)));

    assertThat(db.tasks()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void rolledBackTasksNeverExisted(Way way) {
    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          way.enqueue(db.broker().using(tx));
                          assertThat(tx.dsl().fetchCount(CELERS_TASKS)).isPositive();
                          throw new Regret();
                        }))
        .isInstanceOf(Regret.class);

    assertNothing();
    way.enqueue(db.broker());
  }

  @ParameterizedTest
  @EnumSource
  void aNestedTransactionThatRollsBackTakesItsTasksAlong(Way way) {
    db.dsl()
        .transaction(
            outer -> {
              UUID kept = db.broker().using(outer).enqueue(task()).id();
              assertThatThrownBy(
                      () -> outer.dsl().transaction(inner -> enqueueAndRegret(way, inner)))
                  .isInstanceOf(Regret.class);

              assertThat(outer.dsl().fetch(CELERS_TASKS).getValues(CELERS_TASKS.ID))
                  .containsExactly(kept);
              way.enqueue(db.broker().using(outer));
            });

    assertThat(db.tasks()).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource
  void anOuterTransactionThatRollsBackTakesTheNestedOneAlong(Way way) {
    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        outer -> {
                          outer.dsl().transaction(inner -> way.enqueue(db.broker().using(inner)));
                          throw new Regret();
                        }))
        .isInstanceOf(Regret.class);

    assertNothing();
  }

  @Test
  void aKeyThatIsTakenDoesNotBreakTheCallersTransaction() {
    Enqueued first = db.broker().enqueue(task().idempotencyKey(KEY));

    db.dsl()
        .transaction(
            tx -> {
              Broker broker = db.broker().using(tx);
              assertThat(broker.enqueue(task().idempotencyKey(KEY)))
                  .isEqualTo(new Enqueued.Duplicate(first.id()));
              broker.enqueue(task().id(first.id()).idempotencyKey(KEY));
              broker.enqueue(task());
            });

    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void settlementsThatAreRolledBackLeaveTheTasksHeld() {
    db.broker().enqueueAll(List.of(task(), task(), task(), task()));
    List<Delivery> held = db.broker().queue("default").dequeue(4);

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          Broker broker = db.broker().using(tx);
                          broker.ack(held.get(0));
                          broker.reject(held.get(1), Rejection.retry("r"));
                          broker.reject(held.get(2), Rejection.deadLetter("d"));
                          broker.tasks().cancel(held.get(3).id(), "c");
                          throw new Regret();
                        }))
        .isInstanceOf(Regret.class);

    assertThat(db.dsl().fetch(CELERS_TASKS))
        .hasSize(4)
        .allMatch(row -> row.getState() == CelersTaskState.processing);
    assertThat(db.broker().ackAll(held)).allMatch(Settlement.Settled.class::isInstance);
  }

  @Test
  void aClaimThatIsRolledBackNeverCounted() {
    UUID id = db.broker().enqueue(task()).id();

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          assertThat(db.broker().using(tx).queue("default").dequeue()).isPresent();
                          throw new Regret();
                        }))
        .isInstanceOf(Regret.class);

    assertThat(db.task(id).getDeliveries()).isZero();
    assertThat(db.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void aRequeueThatIsRolledBackLeavesTheDeadLetter() {
    UUID id = db.broker().enqueue(task()).id();
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();
    db.broker().reject(held, Rejection.deadLetter("d"));

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          assertThat(db.broker().using(tx).deadLetters().requeue(id)).isTrue();
                          throw new Regret();
                        }))
        .isInstanceOf(Regret.class);

    assertThat(db.deadLetter(id).getSettledReceipt()).isEqualTo(held.receipt());
    assertThat(db.tasks()).isZero();
  }

  private static void enqueueAndRegret(Way way, Configuration inner) {
    way.enqueue(db.broker().using(inner));
    throw new Regret();
  }

  private static void assertNothing() {
    assertThat(db.tasks()).isZero();
    assertThat(db.dsl().fetchCount(CELERS_DEDUPLICATION)).isZero();
  }

  private static NewTask<byte[]> task() {
    return NewTask.ofBytes("task", new byte[] {1});
  }
}
