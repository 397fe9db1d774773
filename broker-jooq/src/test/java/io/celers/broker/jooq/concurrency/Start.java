package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.concurrency.ModelTask.Place;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import java.time.OffsetDateTime;
import java.util.List;

/** What a task is like before two callers meet at it. */
enum Start {
  /** Waits, and was never claimed; the holder's receipt is one that never held it. */
  PENDING(3, false),
  /** Held, and the lease lasts. */
  HELD(3, false),
  /** Held, but the lease ended: anybody may claim it. */
  LAPSED(3, false),
  /** As lapsed, and it was the last delivery. */
  WORN_OUT(0, false),
  /** As lapsed, and the task expired meanwhile. */
  EXPIRED(3, true),
  /** The holder made it a dead letter. */
  DEAD(0, false),
  /** The holder completed it. */
  FINISHED(3, false),
  /** It was purged: the holder's receipt is of a task that is no more. */
  GONE(0, false);

  /** Those that {@link ModelTask} knows. */
  static final List<Start> MODELLED = List.of(PENDING, HELD, LAPSED, WORN_OUT, EXPIRED, DEAD);

  static final NewTask<byte[]> TASK = NewTask.ofBytes("race", new byte[] {1});

  private static final OffsetDateTime PAST = OffsetDateTime.parse("2020-01-01T00:00:00Z");

  private final int maxRetries;
  private final boolean expired;

  Start(int maxRetries, boolean expired) {
    this.maxRetries = maxRetries;
    this.expired = expired;
  }

  ModelTask model() {
    Place place =
        switch (this) {
          case PENDING -> Place.PENDING;
          case DEAD -> Place.DEAD;
          default -> Place.PROCESSING;
        };
    return new ModelTask(
        place,
        place == Place.PROCESSING,
        this == DEAD,
        this != HELD && this != DEAD,
        expired,
        this == PENDING ? 0 : 1,
        maxRetries);
  }

  /** Makes such a task, the only one. */
  Delivery prepare(BrokerDatabase db) {
    Broker broker = db.broker();
    NewTask<byte[]> task = TASK.maxRetries(maxRetries);
    broker.enqueue(task);
    Delivery delivery = broker.queue(task.queue()).dequeue().orElseThrow();
    switch (this) {
      case HELD -> {}
      case FINISHED -> broker.ack(delivery);
      case GONE -> {
        broker.reject(delivery, Rejection.deadLetter("dead before"));
        broker.deadLetters().purge(delivery.id());
      }
      case PENDING -> {
        assertThat(db.dsl().deleteFrom(CELERS_TASKS).execute()).isOne();
        broker.enqueue(task.id(delivery.id()));
      }
      case DEAD -> broker.reject(delivery, Rejection.deadLetter("dead before"));
      case LAPSED, WORN_OUT, EXPIRED ->
          db.dsl()
              .update(CELERS_TASKS)
              .set(CELERS_TASKS.VISIBLE_AT, PAST)
              .set(CELERS_TASKS.EXPIRES_AT, expired ? PAST : null)
              .execute();
    }
    return delivery;
  }
}
