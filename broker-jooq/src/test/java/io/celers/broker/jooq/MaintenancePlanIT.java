package io.celers.broker.jooq;

import static io.celers.broker.generated.Routines.celersTryMaintenance;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_MAINTENANCE;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static io.celers.broker.generated.Tables.CELERS_TASK_HISTORY;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.celers.broker.History;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.maintenance.MaintenanceJob;
import io.celers.broker.maintenance.MaintenancePlan;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.maintenance.RunningMaintenance;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A plan that runs: what is due is done, by one process at a time, and once. */
class MaintenancePlanIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("blob").with(new byte[] {1}).queue("q");
  private static final MaintenancePlan DAILY =
      Arrays.stream(MaintenanceJob.values())
          .reduce(
              MaintenancePlan.nothing(), (plan, job) -> plan.every(DAY, job), (one, other) -> one)
          .retention(RetentionPolicy.after(DAY).batches(10))
          .requeueDeadLetters(RequeuePolicy.of(DeadLetterQuery.all().names("none")))
          .lookEvery(LOOK);
  private static final MaintenancePlan ARCHIVING =
      MaintenancePlan.nothing()
          .every(DAY, MaintenanceJob.ARCHIVE)
          .retention(DAILY.retention())
          .lookEvery(LOOK);

  private final List<RunningMaintenance> running = new ArrayList<>();

  @BeforeEach
  void recordRuns() {
    db.dsl().execute("create table celers.test_runs (job text)");
    db.dsl()
        .execute(
            """
            create function celers.test_run() returns trigger language plpgsql as
            $$ begin insert into celers.test_runs values (new.job); return null; end $$
            """);
    db.dsl()
        .execute(
            """
            create trigger test_run after insert or update on celers.celers_maintenance
            for each row execute function celers.test_run()
            """);
  }

  @AfterEach
  void stop() {
    running.forEach(RunningMaintenance::close);
    db.dsl().execute("drop trigger test_run on celers.celers_maintenance");
    db.dsl().execute("drop function celers.test_run()");
    db.dsl().execute("drop table celers.test_runs");
  }

  @Test
  void everyJobIsDone() {
    db.broker().enqueue(TASK.idempotencyKey("k", Duration.ofMinutes(1)).maxRetries(0));
    assertThat(db.broker().queue("q").dequeue()).isPresent();
    finished(25);
    db.clock().advance(DAY);

    RunningMaintenance plan = start(DAILY, db.dsl());

    soon().until(() -> runs().size() == MaintenanceJob.values().length);
    soon().until(() -> db.dsl().fetchCount(CELERS_TASK_ARCHIVE) == 25);
    soon().until(() -> db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE) == 1);
    soon().until(() -> db.dsl().fetchCount(CELERS_DEDUPLICATION) == 0);
    assertThat(db.dsl().fetchValues(CELERS_MAINTENANCE.JOB)).containsExactlyInAnyOrder(names());
    assertThat(plan.failures()).isZero();
  }

  @Test
  void plansOfTwoProcessesPurgeExpiredResultsAndOldEventsInBatches() {
    History history = db.broker().history();
    history.enable();
    try {
      db.broker().enqueueAll(Collections.nCopies(1_001, TASK));
      for (int i = 0; i < 1_001; i++) {
        store(DAY);
      }
      UUID kept = store(DAY.multipliedBy(2));
      db.clock().advance(DAY);
      UUID young = db.broker().enqueue(TASK).id();
      MaintenancePlan purging =
          MaintenancePlan.nothing()
              .every(DAY, MaintenanceJob.PURGE_RESULTS)
              .every(DAY, MaintenanceJob.PURGE_HISTORY)
              .keepHistory(DAY)
              .lookEvery(LOOK);

      start(purging, db.dsl());
      start(purging, db.dsl());

      soon().until(() -> db.dsl().fetchCount(CELERS_TASK_RESULTS) == 1);
      soon().until(() -> db.dsl().fetchCount(CELERS_TASK_HISTORY) == 1);
      assertThat(db.broker().results().find(kept)).isPresent();
      assertThat(history.of(young)).hasSize(1);
      assertThat(runs()).containsExactlyInAnyOrder("purge_results", "purge_history");
    } finally {
      history.disable();
      db.dsl().truncate(CELERS_TASK_HISTORY).execute();
    }
  }

  @Test
  void plansOfManyProcessesDoEachJobOnce() {
    finished(55);
    db.clock().advance(DAY);
    List<StatementCounter> looks = new ArrayList<>();
    for (int process = 0; process < 3; process++) {
      StatementCounter counter = new StatementCounter();
      looks.add(counter);
      start(DAILY, counter.on(db.dsl()));
    }

    soon().until(() -> runs().size() >= names().length);
    everyProcessLooksAgain(looks);
    assertThat(runs()).containsExactlyInAnyOrder(names());
    soon().until(() -> db.dsl().fetchCount(CELERS_TASK_ARCHIVE) == 55);
    assertThat(db.tasks()).isZero();

    db.clock().advance(DAY);
    soon().until(() -> runs().size() >= 2 * names().length);
    everyProcessLooksAgain(looks);
    List<String> twice = new ArrayList<>(List.of(names()));
    twice.addAll(List.of(names()));
    assertThat(runs()).containsExactlyInAnyOrderElementsOf(twice);
    assertThat(running).allMatch(plan -> plan.failures() == 0);
  }

  @Test
  void whileAnotherSessionHasTheLockNothingIsDone() throws Exception {
    finished(5);
    db.clock().advance(DAY);
    StatementCounter counter = new StatementCounter();
    try (Session other = Session.inTransactions(db)) {
      assertThat(other.dsl().select(celersTryMaintenance("celers")).fetchSingle().value1())
          .isTrue();

      start(ARCHIVING, counter.on(db.dsl()));

      everyProcessLooksAgain(List.of(counter));
      assertThat(runs()).isEmpty();
      assertThat(db.dsl().fetchCount(CELERS_TASK_ARCHIVE)).isZero();
      // The holder dies, and its lock with it.
      db.dsl().execute("select pg_terminate_backend({0})", other.pid());
      soon().until(() -> db.dsl().fetchCount(CELERS_TASK_ARCHIVE) == 5);
    }
  }

  @Test
  void schemasHaveLocksOfTheirOwn() throws Exception {
    try (Session other = Session.inTransactions(db)) {
      assertThat(other.dsl().select(celersTryMaintenance("another")).fetchSingle().value1())
          .isTrue();

      start(ARCHIVING, db.dsl());

      soon().until(() -> runs().size() == 1);
    }
  }

  @Test
  void failureIsCountedRolledBackAndTriedAgain() {
    finished(5);
    db.clock().advance(DAY);
    db.dsl()
        .execute(
            "alter table celers.celers_task_archive add constraint test_stop check (queue <> 'done')");
    RunningMaintenance plan = start(DAILY, db.dsl());
    try {
      soon().until(() -> plan.failures() >= 2);
      soon().until(() -> runs().size() == names().length - 1);

      assertThat(runs()).doesNotContain("archive");
      assertThat(db.tasks()).isEqualTo(5);
    } finally {
      db.dsl().execute("alter table celers.celers_task_archive drop constraint test_stop");
    }
    soon().until(() -> db.dsl().fetchCount(CELERS_TASK_ARCHIVE) == 5);
    assertThat(db.tasks()).isZero();
  }

  @Test
  void runThatLiesInTheFutureBelongsToAClockThatWasSetBack() {
    db.dsl()
        .insertInto(CELERS_MAINTENANCE)
        .values("archive", db.clock().now().plusYears(1))
        .execute();
    finished(1);
    db.clock().advance(DAY);

    start(ARCHIVING, db.dsl());

    soon().until(() -> db.dsl().fetchCount(CELERS_TASK_ARCHIVE) == 1);
  }

  @Test
  void afterCloseNothingIsDone() {
    StatementCounter counter = new StatementCounter();
    RunningMaintenance plan = start(DAILY.lookEvery(DAY), counter.on(db.dsl()));
    soon().until(() -> runs().size() == names().length);

    plan.close();
    plan.close();

    assertThat(threads()).isEmpty();
  }

  @Test
  void insideATransactionItCannotStart() {
    assertThatIllegalStateException()
        .isThrownBy(() -> db.dsl().transaction(tx -> start(DAILY, tx.dsl())))
        .withMessageContaining("single connection");
    assertThat(threads()).isEmpty();
  }

  private RunningMaintenance start(MaintenancePlan plan, DSLContext dsl) {
    RunningMaintenance started = JooqBroker.on(dsl).maintenance().start(plan);
    running.add(started);
    return started;
  }

  /** Three more looks of each, whatever they find. */
  private static void everyProcessLooksAgain(List<StatementCounter> looks) {
    for (StatementCounter counter : looks) {
      int before = counter.soFar();
      soon().until(() -> counter.soFar() >= before + 3);
    }
  }

  private static List<String> runs() {
    return db.dsl().resultQuery("select job from celers.test_runs").fetch(0, String.class);
  }

  private static String[] names() {
    return Arrays.stream(MaintenanceJob.values())
        .map(job -> job.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("celers-maintenance"))
        .collect(Collectors.toSet());
  }

  private static UUID store(Duration timeToLive) {
    UUID id = UUID.randomUUID();
    db.broker()
        .results()
        .store(TaskResult.of(id, "blob", ResultStatus.SUCCESS).timeToLive(timeToLive));
    return id;
  }

  private static void finished(int count) {
    db.broker().enqueueAll(Collections.nCopies(count, TASK.queue("done")));
    List<Delivery> held = db.broker().queue("done").dequeue(count);
    db.broker().ackAll(held);
  }

  private static ConditionFactory soon() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }
}
