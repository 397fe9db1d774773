package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.concurrency.ModelTask.Place;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every verb against every other on one task.
 *
 * <p>The first one keeps its transaction open while the second one runs; then the first commits, or
 * rolls back. Who wins, what either is told and where the task ends up must be what {@link
 * ModelTask} says; nobody deadlocks, and only the holder's own verbs wait.
 */
class VerbPairsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final OffsetDateTime PAST = OffsetDateTime.parse("2020-01-01T00:00:00Z");

  /** What the task is like before the two meet. */
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
    DEAD(0, false);

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
  }

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (Start start : Start.values()) {
      for (Verb first : Verb.values()) {
        pairs.add(Arguments.of(start, first));
      }
    }
    return pairs;
  }

  @ParameterizedTest(name = "{0}: {1} first, then every other")
  @MethodSource("pairs")
  void oneWinsAndTheOtherIsToldSo(Start start, Verb first) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try (Session one = Session.inTransactions(db);
        Session two = Session.open(db)) {
      for (Verb second : Verb.values()) {
        boolean held = first.on(start.model()).touched();
        // Where the first one finds nothing to do, there is no race: once is enough, to see that
        // the second one does not wait.
        if (held || second.on(start.model()).touched()) {
          meet(softly, start, first, second, one, two, true);
        }
        if (held) {
          meet(softly, start, first, second, one, two, false);
        }
      }
    }
    softly.assertAll();
  }

  private static void meet(
      SoftAssertions softly,
      Start start,
      Verb first,
      Verb second,
      Session one,
      Session two,
      boolean commit)
      throws SQLException {
    String story =
        "%s: %s, then %s, then %s".formatted(start, first, second, commit ? "commit" : "rollback");
    ModelTask before = start.model();
    ModelTask.Answer firstAnswer = first.on(before);
    ModelTask between = commit ? firstAnswer.after() : before;
    ModelTask.Answer secondAnswer;
    String expected;
    boolean waits = firstAnswer.touched() && second.isOfTheHolder() && before.mine();
    if (waits) {
      secondAnswer = second.on(between);
      expected = secondAnswer.said();
    } else if (!firstAnswer.touched()) {
      secondAnswer = second.on(before);
      expected = secondAnswer.said();
    } else {
      expected = second.isOfTheHolder() ? second.on(before).said() : second.passedBy(before);
      secondAnswer = new ModelTask.Answer(expected, between, false);
    }

    Delivery task = prepare(start);
    String saidFirst = first.on(one.broker(), task);
    CompletableFuture<String> answer = two.start(broker -> second.on(broker, task));
    if (waits) {
      two.awaitBlocked();
    } else {
      answer.join();
    }
    if (commit) {
      one.commit();
    } else {
      one.rollback();
    }

    softly.assertThat(saidFirst).as("%s: the first is told", story).isEqualTo(firstAnswer.said());
    softly.assertThat(answer.join()).as("%s: the second is told", story).isEqualTo(expected);
    softly
        .assertThat(takeAway(task))
        .as("%s: the task is", story)
        .containsExactly(secondAnswer.after().place());
  }

  private static Delivery prepare(Start start) {
    Broker broker = db.broker();
    NewTask<byte[]> task = NewTask.ofBytes("race", new byte[] {1}).maxRetries(start.maxRetries);
    broker.enqueue(task);
    Delivery delivery = broker.queue(task.queue()).dequeue().orElseThrow();
    switch (start) {
      case HELD -> {}
      case PENDING -> {
        assertThat(db.dsl().deleteFrom(CELERS_TASKS).execute()).isOne();
        broker.enqueue(task.id(delivery.id()));
      }
      case DEAD -> broker.reject(delivery, Rejection.deadLetter("dead before"));
      case LAPSED, WORN_OUT, EXPIRED ->
          db.dsl()
              .update(CELERS_TASKS)
              .set(CELERS_TASKS.VISIBLE_AT, PAST)
              .set(CELERS_TASKS.EXPIRES_AT, start.expired ? PAST : null)
              .execute();
    }
    return delivery;
  }

  /** Deletes the task, and tells where it was. */
  private static List<Place> takeAway(Delivery task) {
    List<Place> places =
        new ArrayList<>(
            db.dsl()
                .deleteFrom(CELERS_TASKS)
                .where(CELERS_TASKS.ID.eq(task.id()))
                .returningResult(CELERS_TASKS.STATE)
                .fetch(row -> Place.valueOf(row.value1().getLiteral().toUpperCase(Locale.ROOT))));
    int dead = db.dsl().deleteFrom(CELERS_DEAD_LETTER_QUEUE).execute();
    places.addAll(Collections.nCopies(dead, Place.DEAD));
    return places;
  }
}
