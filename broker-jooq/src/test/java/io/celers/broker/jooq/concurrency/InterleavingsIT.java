package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.SerializationConflictException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.SoftAssertions;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two callers meet at one task, each in a transaction of its own, at each isolation level.
 *
 * <p>The first one's statement, the second one's, then both ends in either order, or the first one
 * rolls back. What both are told and what is in the tables must be what one of the two would have
 * left behind the other; or the second one has found the task locked, said so and done nothing; or
 * its conflict was passed up. Unlike {@link VerbPairsIT} this asks no model: what is right is
 * played, one caller behind the other.
 */
class InterleavingsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  /** All of them take minutes; so many at each level are drawn, always the same ones. */
  private static final int DRAWN = Integer.getInteger("broker.interleavings", 60);

  private static final String CONFLICT = "SerializationConflict";
  private static final String NOT_COMMITTED = "conflict at the commit";

  enum Level {
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int jdbc;

    Level(int jdbc) {
      this.jdbc = jdbc;
    }
  }

  /** How the two transactions end, where neither waits for the other. */
  enum Ends {
    FIRST_COMMITS_FIRST,
    SECOND_COMMITS_FIRST,
    FIRST_ROLLS_BACK
  }

  private enum Kind {
    ONE_BEHIND_THE_OTHER,
    PASSED_BY,
    CONFLICT
  }

  private record Meeting(Start start, Act first, Act second, Ends ends) {}

  /** What both were told, and what is in the tables then; "" of one that was not there. */
  private record Outcome(String first, String second, List<String> rows) {}

  private static final Map<Object, Outcome> SERIAL = new HashMap<>();

  private static @Nullable Session alone;

  /** The task of the play. */
  private static UUID it = new UUID(0, 0);

  @AfterAll
  static void close() throws SQLException {
    Session session = alone;
    if (session != null) {
      session.close();
    }
  }

  private static Session alone() throws SQLException {
    Session session = alone;
    if (session == null) {
      session = Session.open(db);
      alone = session;
    }
    return session;
  }

  @ParameterizedTest
  @EnumSource
  void outcomeIsThatOfOneBehindTheOther(Level level) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    Map<Kind, Integer> met = new EnumMap<>(Kind.class);
    int waited = 0;
    try (Session one = Session.inTransactions(db, level.jdbc);
        Session two = Session.inTransactions(db, level.jdbc)) {
      for (Meeting meeting : drawn(level)) {
        Delivery task = prepare(meeting.start());
        String first = meeting.first().on(one, task);
        CompletableFuture<String> answer = two.start(broker -> meeting.second().on(two, task));
        boolean waits = two.awaitBlockedOr(answer);
        waited += waits ? 1 : 0;
        Outcome found = end(meeting, one, two, first, answer, waits);

        Kind kind = kind(level, meeting, waits, found);
        if (kind == null) {
          softly.fail(report(meeting, waits, found));
        } else {
          met.merge(kind, 1, Integer::sum);
        }
      }
    }
    softly.assertAll();
    assertThat(met).containsKeys(Kind.ONE_BEHIND_THE_OTHER, Kind.PASSED_BY);
    assertThat(met.containsKey(Kind.CONFLICT)).isEqualTo(level != Level.READ_COMMITTED);
    assertThat(waited).isPositive();
  }

  private static Outcome end(
      Meeting meeting,
      Session one,
      Session two,
      String first,
      CompletableFuture<String> answer,
      boolean waits)
      throws SQLException {
    String told = first;
    if (meeting.ends() == Ends.FIRST_ROLLS_BACK) {
      one.rollback();
    } else if (waits || meeting.ends() == Ends.FIRST_COMMITS_FIRST) {
      told = commit(one, first);
    }
    String second = answer(answer);
    if (second.equals(CONFLICT)) {
      two.rollback();
    } else {
      second = commit(two, second);
    }
    if (!waits && meeting.ends() == Ends.SECOND_COMMITS_FIRST) {
      told = commit(one, first);
    }
    return new Outcome(told, second, rows());
  }

  private static String commit(Session session, String answer) throws SQLException {
    try {
      session.commit();
      return answer;
    } catch (SQLException e) {
      if (!"40001".equals(e.getSQLState())) {
        throw e;
      }
      session.rollback();
      return NOT_COMMITTED;
    }
  }

  private static String answer(CompletableFuture<String> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SerializationConflictException) {
        return CONFLICT;
      }
      throw e;
    }
  }

  /** Why the outcome is right; null if it is not. */
  private @Nullable Kind kind(Level level, Meeting meeting, boolean waited, Outcome found)
      throws Exception {
    Act first = meeting.first();
    Act second = meeting.second();
    boolean rolledBack = meeting.ends() == Ends.FIRST_ROLLS_BACK;
    Outcome alone = rolledBack ? serial(meeting.start()) : serial(meeting.start(), first);
    boolean secondDidNothing =
        found.rows().equals(alone.rows()) && (rolledBack || found.first().equals(alone.first()));
    if (found.second().equals(CONFLICT) || found.second().equals(NOT_COMMITTED)) {
      // Who waited for one that rolled back has nothing to conflict with.
      boolean allowed =
          level == Level.SERIALIZABLE || level == Level.REPEATABLE_READ && !rolledBack;
      return allowed && secondDidNothing ? Kind.CONFLICT : null;
    }
    if (found.first().equals(NOT_COMMITTED)) {
      return level == Level.SERIALIZABLE && isSecondAlone(meeting, found) ? Kind.CONFLICT : null;
    }
    if (rolledBack
        ? isSecondAlone(meeting, found)
        : found.equals(serial(meeting.start(), first, second))
            || found.equals(swapped(serial(meeting.start(), second, first)))) {
      return Kind.ONE_BEHIND_THE_OTHER;
    }
    return !waited && second.isPassedBy(found.second()) && secondDidNothing ? Kind.PASSED_BY : null;
  }

  private boolean isSecondAlone(Meeting meeting, Outcome found) throws Exception {
    Outcome alone = serial(meeting.start(), meeting.second());
    return found.rows().equals(alone.rows()) && found.second().equals(alone.first());
  }

  private String report(Meeting meeting, boolean waited, Outcome found) throws Exception {
    Start start = meeting.start();
    return String.join(
        "\n",
        meeting + ", the second one " + (waited ? "waited" : "did not wait"),
        "found:              " + found,
        "only the first:     " + serial(start, meeting.first()),
        "only the second:    " + serial(start, meeting.second()),
        "first, then second: " + serial(start, meeting.first(), meeting.second()),
        "second, then first: " + swapped(serial(start, meeting.second(), meeting.first())));
  }

  private static Outcome swapped(Outcome outcome) {
    return new Outcome(outcome.second(), outcome.first(), outcome.rows());
  }

  /** What these leave behind, each committed before the next one begins. */
  private Outcome serial(Start start, Act... acts) throws Exception {
    List<Object> key = new ArrayList<>(List.of(acts));
    key.add(start);
    Outcome known = SERIAL.get(key);
    if (known != null) {
      return known;
    }
    List<String> told = new ArrayList<>();
    Delivery task = prepare(start);
    for (Act act : acts) {
      told.add(act.on(alone(), task));
    }
    told.addAll(List.of("", ""));
    Outcome outcome = new Outcome(told.get(0), told.get(1), rows());
    SERIAL.put(key, outcome);
    return outcome;
  }

  /** Some in which the first one does something, so that there is something to meet. */
  private List<Meeting> drawn(Level level) throws Exception {
    List<Meeting> all = new ArrayList<>();
    for (Start start : Start.values()) {
      for (Act first : Act.values()) {
        for (Act second : Act.values()) {
          for (Ends ends : Ends.values()) {
            all.add(new Meeting(start, first, second, ends));
          }
        }
      }
    }
    Collections.shuffle(all, new Random(level.jdbc));
    List<Meeting> drawn = new ArrayList<>();
    for (Meeting meeting : all) {
      boolean meets =
          drawn.size() < DRAWN
              && !serial(meeting.start(), meeting.first())
                  .rows()
                  .equals(serial(meeting.start()).rows());
      if (meets) {
        drawn.add(meeting);
      }
    }
    return drawn;
  }

  private static Delivery prepare(Start start) {
    db.dsl().deleteFrom(CELERS_TASKS).execute();
    db.dsl().deleteFrom(CELERS_DEAD_LETTER_QUEUE).execute();
    db.dsl().deleteFrom(CELERS_TASK_ARCHIVE).execute();
    db.dsl().deleteFrom(CELERS_DEDUPLICATION).execute();
    Delivery task = start.prepare(db);
    it = task.id();
    return task;
  }

  /** All rows, without what differs from one play to the next. */
  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    OffsetDateTime now = db.clock().now();
    db.dsl()
        .fetch(CELERS_TASKS)
        .forEach(
            row ->
                rows.add(
                    facts("task", row)
                        + (row.getReceipt() == null ? "" : " held")
                        + (row.getCompletedAt() != null ? "" : due(row.getVisibleAt(), now))));
    db.dsl().fetch(CELERS_DEAD_LETTER_QUEUE).forEach(row -> rows.add(facts("dead", row)));
    db.dsl().fetch(CELERS_TASK_ARCHIVE).forEach(row -> rows.add(facts("archived", row)));
    db.dsl().fetch(CELERS_DEDUPLICATION).forEach(row -> rows.add("key " + row.getKey()));
    Collections.sort(rows);
    return rows;
  }

  private static String due(OffsetDateTime when, OffsetDateTime now) {
    return when.isAfter(now) ? " later" : " due";
  }

  private static String facts(String place, Record row) {
    StringBuilder facts = new StringBuilder(place);
    facts.append(row.get("id").equals(it) ? " it" : " other");
    for (String column : List.of("state", "queue", "priority", "deliveries", "requeues", "cause")) {
      if (row.field(column) != null) {
        facts.append(' ').append(row.get(column));
      }
    }
    return facts.toString();
  }
}
