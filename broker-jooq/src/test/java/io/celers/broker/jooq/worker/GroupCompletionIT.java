package io.celers.broker.jooq.worker;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Outcomes that are stored together, and trouble of the database while they are. */
class GroupCompletionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  /** Counts the statements that failed with one SQLSTATE. */
  private static final class Conflicts implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    private final String state;
    private final AtomicInteger count = new AtomicInteger();

    Conflicts(String state) {
      this.state = state;
    }

    JooqBroker brokerOn(DSLContext dsl) {
      return JooqBroker.on(
          dsl.configuration().derive(new DefaultExecuteListenerProvider(this)).dsl());
    }

    @Override
    public void exception(ExecuteContext context) {
      SQLException thrown = context.sqlException();
      if (thrown != null && state.equals(thrown.getSQLState())) {
        count.incrementAndGet();
      }
    }
  }

  /** Counts the statements that complete tasks. */
  private static final class Acks implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void executeStart(ExecuteContext context) {
      if (Objects.requireNonNullElse(context.sql(), "").contains("'completed'")) {
        count.incrementAndGet();
      }
    }
  }

  @Test
  void groupIsOneStatement() {
    Acks acks = new Acks();
    JooqBroker broker =
        JooqBroker.on(
            db.dsl().configuration().derive(new DefaultExecuteListenerProvider(acks)).dsl());
    CountDownLatch allAtOnce = new CountDownLatch(50);
    db.broker().enqueueAll(Collections.nCopies(50, BLOB.with(new byte[] {1})));

    try (Worker worker =
        broker
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  allAtOnce.countDown();
                  allAtOnce.await();
                })
            .concurrency(50)
            .settleInGroups(50, Duration.ofSeconds(30))
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(50);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(acks.count).hasValue(1);
  }

  @Test
  void outcomesOfAllKindsMayBeInOneGroup() {
    AtomicInteger number = new AtomicInteger();
    db.broker().enqueueAll(Collections.nCopies(60, BLOB.with(new byte[] {1})));

    try (Worker worker =
        db.broker()
            .worker()
            .handleWithOutcome(
                BLOB,
                (bytes, task) ->
                    switch (number.getAndIncrement() % 6) {
                      case 0 -> Outcome.done();
                      case 1 -> Outcome.done(1);
                      case 2 -> Outcome.discard("d");
                      case 3 -> Outcome.deadLetter("d");
                      case 4 -> Outcome.snooze(Duration.ofDays(1));
                      default -> Outcome.retryAfter("r", Duration.ofDays(1));
                    })
            .settleInGroups(60, Duration.ofMillis(20))
            .concurrency(20)
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(60);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.fates.values().stream().filter(Fate.COMPLETED::equals)).hasSize(20);
    for (Fate fate : new Fate[] {Fate.DISCARDED, Fate.DEAD_LETTER, Fate.RELEASED, Fate.RETRY}) {
      assertThat(recorder.fates.values().stream().filter(fate::equals)).hasSize(10);
    }
  }

  @Test
  void noOutcomeIsLostWhenConnectionsAreCutAgainAndAgain() {
    int tasks = 400;
    AtomicInteger run = new AtomicInteger();
    db.broker()
        .enqueueAll(
            Collections.nCopies(
                tasks,
                BLOB.with(new byte[] {1}).maxRetries(100).retryPolicy(RetryPolicy.immediate())));

    try (Worker worker =
        db.broker()
            .worker()
            .handle(
                BLOB,
                (bytes, task) -> {
                  if (run.incrementAndGet() % 40 == 0) {
                    cutConnections();
                  }
                })
            .concurrency(4)
            .lease(Duration.ofSeconds(2))
            .listener(recorder)
            .start()) {
      Recorder.patiently()
          // This connection is cut, too.
          .ignoreExceptions()
          .until(
              () ->
                  db.dsl()
                          .fetchCount(
                              CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.completed))
                      == tasks);
      Recorder.patiently().until(() -> worker.inHand() == 0);
    }

    assertThat(recorder.unreported).isEmpty();
    assertThat(recorder.fates).hasSize(tasks);
    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
  }

  @Test
  void outcomeThatMeetsASerializationFailureIsStoredTheNextTime() throws Exception {
    Conflicts conflicts = new Conflicts("40001");
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();

    try (Session other = Session.inTransactions(db);
        HikariDataSource pool = Pools.at(Connection.TRANSACTION_REPEATABLE_READ, db);
        Worker worker =
            conflicts
                .brokerOn(DSL.using(pool, SQLDialect.POSTGRES))
                .worker()
                .handle(
                    BLOB,
                    (bytes, task) ->
                        other
                            .dsl()
                            .update(CELERS_TASKS)
                            .set(CELERS_TASKS.PRIORITY, CELERS_TASKS.PRIORITY)
                            .where(CELERS_TASKS.ID.eq(id))
                            .execute())
                .listener(recorder)
                .start()) {
      other.awaitWaitedFor();
      other.commit();

      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(conflicts.count).hasPositiveValue();
    assertThat(recorder.fates).containsExactly(Map.entry(id, Fate.COMPLETED));
    assertThat(recorder.started).hasSize(1);
  }

  @Test
  void outcomesThatMeetADeadlockAreStoredTheNextTime() throws Exception {
    Conflicts deadlocks = new Conflicts("40P01");
    List<UUID> ids =
        db.broker().enqueueAll(Collections.nCopies(2, BLOB.with(new byte[] {1}))).stream()
            .map(Enqueued::id)
            .sorted(Comparator.comparing(UUID::toString))
            .toList();
    CountDownLatch locked = new CountDownLatch(1);

    try (Session gate = Session.inTransactions(db);
        Session other = Session.inTransactions(db);
        Worker worker =
            deadlocks
                .brokerOn(db.dsl())
                .worker()
                .handle(BLOB, (bytes, task) -> locked.await())
                .concurrency(2)
                .settleInGroups(2, Duration.ofSeconds(30))
                .listener(recorder)
                .start()) {
      // The group gets the first row when the gate opens, and waits for the second one then. Who
      // waits looks for a deadlock once, after a while: the group does, the other one does not.
      Recorder.patiently().until(() -> recorder.started.size() == 2);
      gate.lock(ids.get(0));
      locked.countDown();
      gate.awaitWaitedFor();
      other.dsl().execute("set deadlock_timeout = '1h'");
      other.lock(ids.get(1));
      CompletableFuture<UUID> crosswise =
          other.start(
              broker -> {
                other.lock(ids.get(0));
                return ids.get(0);
              });
      other.awaitBlocked();
      gate.commit();
      assertThat(crosswise).succeedsWithin(Duration.ofSeconds(30));
      assertThat(recorder.fates).isEmpty();
      other.commit();

      recorder.awaitSettled(2);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(deadlocks.count).hasValue(1);
    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
    assertThat(recorder.started).hasSize(2);
  }

  @Test
  void outcomeThatMeetsConflictsForALeaseIsGivenUpAndItsTaskDeliveredAgain() {
    Conflicts conflicts = new Conflicts("40001");
    UUID id = db.broker().enqueue(BLOB.with(new byte[] {1})).id();
    db.dsl()
        .execute(
            "create function conflict() returns trigger language plpgsql as"
                + " $$ begin raise exception using errcode = '40001'; end $$");
    db.dsl()
        .execute(
            "create trigger conflict before update on celers.celers_tasks for each row"
                + " when (new.state = 'completed') execute function conflict()");

    try (Worker worker =
        conflicts
            .brokerOn(db.dsl())
            .worker()
            .handle(BLOB, (bytes, task) -> {})
            .lease(Duration.ofSeconds(1))
            .listener(recorder)
            .start()) {
      Recorder.patiently().until(() -> !recorder.unreported.isEmpty());
      int tries = conflicts.count.get();
      db.dsl().execute("drop function conflict() cascade");

      // The pauses between them are doubled.
      assertThat(tries).isBetween(1, 10);
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    } finally {
      db.dsl().execute("drop function if exists conflict() cascade");
    }

    assertThat(recorder.fates).containsExactly(Map.entry(id, Fate.COMPLETED));
    assertThat(recorder.started.get(1).deliveries()).isEqualTo(2);
  }

  /** All of this database but the one that does it. */
  private static void cutConnections() {
    db.dsl()
        .fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
  }
}
