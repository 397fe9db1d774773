package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.concurrency.ModelTask.Place;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import java.sql.SQLException;
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

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (Start start : Start.MODELLED) {
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

    Delivery task = start.prepare(db);
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
