package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_WORKERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.advice.Evidence;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Remedy;
import io.celers.broker.advice.Report;
import io.celers.broker.advice.Severity;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.monitoring.Problem;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;

class AdvisorIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");
  private static final String QUEUE_MAIL = "queue mail";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void lagIsMeasured() {
    workOff(40, 30);

    Finding lag = find(advise(), "consumer-lag", QUEUE_MAIL);

    assertThat(number(lag, "pending")).isEqualByComparingTo("10");
    assertThat(number(lag, "processing")).isEqualByComparingTo("0");
    assertThat(number(lag, "finished")).isEqualByComparingTo("0.1");
    assertThat(number(lag, "lag")).isEqualByComparingTo("100");
    assertThat(lag.severity()).isEqualTo(Severity.OK);
  }

  @Test
  void queueThatNobodyWorksOnIsCritical() {
    db.broker().enqueueAll(tasks(5));

    Finding lag = find(advise(), "consumer-lag", QUEUE_MAIL);

    assertThat(lag.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(lag.recommendation()).startsWith("No worker claims from this queue");
  }

  @Test
  void velocityIsMeasuredUpToTheLimitOfTheQueue() {
    db.broker().queue("mail").configure(QueueSettings.none().withMaxLength(100));
    workOff(60, 30);

    Finding velocity = find(advise(), "queue-velocity", QUEUE_MAIL);

    assertThat(number(velocity, "enqueued")).isEqualByComparingTo("0.2");
    assertThat(number(velocity, "finished")).isEqualByComparingTo("0.1");
    assertThat(number(velocity, "limit")).isEqualByComparingTo("100");
    assertThat(number(velocity, "time to limit")).isEqualByComparingTo("700");
    assertThat(velocity.severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void scalingIsMeasuredFromRegisteredWorkers() {
    register("mail", 3, Duration.ZERO);
    register("mail", 4, Duration.ZERO);
    register("mail", 50, HOUR);
    register("bill", 60, Duration.ZERO);
    workOff(30, 30);

    Finding scaling = find(advise(), "worker-scaling", QUEUE_MAIL);

    assertThat(number(scaling, "workers")).isEqualByComparingTo("7");
    assertThat(number(scaling, "mean run time")).isBetween(new BigDecimal(2), new BigDecimal(30));
    assertThat(number(scaling, "target")).isEqualByComparingTo("0.1");
    assertThat(scaling.remedies()).singleElement().isInstanceOf(Remedy.Setting.class);
  }

  @Test
  void scalingWithoutWorkersOrRunTimesIsNotMadeUp() {
    db.broker().enqueueAll(tasks(5));
    Finding nobody = find(advise(), "worker-scaling", QUEUE_MAIL);
    register("mail", 3, Duration.ZERO);
    Finding nothing = find(advise(), "worker-scaling", QUEUE_MAIL);

    assertThat(nobody.recommendation()).startsWith("Not measured: no worker of this queue");
    assertThat(nothing.recommendation()).startsWith("Not measured: no task that was looked at");
    assertThat(List.of(nobody, nothing))
        .allMatch(f -> f.severity() == Severity.INFO && f.evidence().isEmpty());
  }

  @Test
  void batchSizesAreMeasuredFromPayloads() {
    db.broker().enqueue(MAIL.with(new byte[1_000]));
    db.broker().enqueue(MAIL.with(new byte[2_000]));
    db.broker().enqueue(MAIL.with(new byte[10]).after(HOUR));

    Finding batches = find(advise(), "batch-sizes", QUEUE_MAIL);

    assertThat(number(batches, "depth")).isEqualByComparingTo("2");
    assertThat(number(batches, "mean payload")).isEqualByComparingTo("1003");
    assertThat(number(batches, "target")).isEqualByComparingTo("0.0133333");
  }

  @Test
  void vacuumIsMeasuredFromTheCountersOfTheTable() {
    db.broker().enqueueAll(tasks(10));
    db.clock().advance(HOUR);

    Finding vacuum = find(advise(), "vacuum", "table celers_tasks");

    assertThat(number(vacuum, "inserted")).isNotNegative();
    assertThat(number(vacuum, "vacuum due after")).isPositive();
    assertThat(vacuum.evidence()).extracting(Evidence::name).contains("rows", "deleted or updated");
  }

  @Test
  void holderOfASnapshotIsNamed() throws Exception {
    try (Session holder = Session.inTransactions(db)) {
      holder.dsl().execute("set application_name = 'forgotten'");
      holder.dsl().execute("set transaction isolation level repeatable read");
      holder.dsl().fetchCount(CELERS_WORKERS);
      db.clock().advance(HOUR);

      Finding snapshot = find(advise(), "old-snapshot", "forgotten (role " + role() + ")");

      assertThat(number(snapshot, "pid")).isEqualByComparingTo(BigDecimal.valueOf(holder.pid()));
      assertThat(number(snapshot, "held")).isGreaterThanOrEqualTo(new BigDecimal(3_600));
      assertThat(number(snapshot, "since its last query")).isPositive();
      assertThat(snapshot.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(snapshot.remedies())
          .containsExactly(new Remedy.Sql("SELECT pg_terminate_backend(" + holder.pid() + ")"));
      holder.rollback();
    }
  }

  @Test
  void replicationSlotThatNobodyReadsIsNamed() throws Exception {
    String slot = "forgotten_" + UUID.randomUUID().toString().replace('-', '_');
    db.dsl().fetch("select pg_create_physical_replication_slot(?, true)", slot);
    try {
      holdBackVacuum(slot);

      // the server lets go of the slot a moment after its reader has gone
      Finding snapshot =
          Awaitility.await()
              .atMost(MINUTE)
              .until(
                  () -> find(advise(), "old-snapshot", "replication slot " + slot),
                  finding -> finding.severity() == Severity.WARNING);

      assertThat(snapshot.recommendation()).startsWith("Start the reader of this slot, or drop");
      assertThat(db.broker().monitoring().health().problems())
          .anyMatch(
              problem -> problem.what().contains("nobody reads the replication slot " + slot));
    } finally {
      // it would hold back vacuum in all databases of this server
      Awaitility.await().atMost(MINUTE).until(() -> !isActive(slot));
      db.dsl().fetch("select pg_drop_replication_slot(?)", slot);
    }
  }

  private static boolean isActive(String slot) {
    return db.dsl()
        .resultQuery("select active from pg_replication_slots where slot_name = {0}", DSL.val(slot))
        .fetchSingle(0, Boolean.class);
  }

  /** As a standby does that tells which rows its own readers still see, and then goes. */
  private static void holdBackVacuum(String slot) throws Exception {
    int oldest =
        db.dsl()
            .resultQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            .fetchSingle(0, Long.class)
            .intValue();
    Properties properties = new Properties();
    properties.setProperty("user", db.database().user());
    properties.setProperty("password", db.database().password());
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "15");
    try (Connection standby = DriverManager.getConnection(db.database().jdbcUrl(), properties)) {
      String from =
          db.dsl().resultQuery("select pg_current_wal_flush_lsn()").fetchSingle(0, String.class);
      CopyDual stream =
          standby
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyDual("START_REPLICATION SLOT " + slot + " PHYSICAL " + from);
      byte[] feedback = ByteBuffer.allocate(25).put((byte) 'h').putLong(0).putInt(oldest).array();
      stream.writeToCopy(feedback, 0, feedback.length);
      stream.flushCopy();
      Awaitility.await()
          .atMost(MINUTE)
          .until(
              () ->
                  db.dsl()
                      .resultQuery(
                          "select xmin is not null from pg_replication_slots where slot_name = ?",
                          slot)
                      .fetchSingle(0, Boolean.class));
    }
  }

  @Test
  void indexesOfTheTaskTableAreMeasured() {
    workOff(10, 10);

    Finding indexes = find(advise(), "indexes", "");

    assertThat(number(indexes, "size of celers_tasks_claim_idx")).isPositive();
    assertThat(number(indexes, "size of celers_tasks_pkey")).isPositive();
    assertThat(indexes.severity()).isEqualTo(Severity.OK);
    assertThat(indexes.remedies()).isEmpty();
  }

  /** As operators leave them who were interrupted: a unique one that meets two equal rows fails. */
  @Test
  void invalidIndexIsNamedWithTheWayOut() {
    db.broker().enqueueAll(tasks(2));
    for (String name : List.of("by_queue", "celers_tasks_claim_idx_ccnew")) {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(
              () ->
                  db.dsl()
                      .execute(
                          "create unique index concurrently %s on celers.celers_tasks (queue)"
                              .formatted(name)));
    }

    Report report = advise();

    Finding broken = find(report, "invalid-index", "index by_queue");
    Finding remnant = find(report, "invalid-index", "index celers_tasks_claim_idx_ccnew");
    assertThat(List.of(broken, remnant)).allMatch(f -> f.severity() == Severity.WARNING);
    assertThat(JooqBroker.on(db.dsl()).monitoring().health().problems())
        .extracting(Problem::what)
        .contains(
            "index by_queue of table celers_tasks is invalid",
            "index celers_tasks_claim_idx_ccnew of table celers_tasks is invalid");
    db.empty();
    db.dsl().execute(broken.remedies().get(0).text());
    db.dsl().execute(remnant.remedies().get(0).text());
    assertThat(advise().findings()).noneMatch(f -> f.rule().equals("invalid-index"));
    db.dsl().execute("drop index celers.by_queue");
  }

  @Test
  void emptyBrokerIsToldSo() {
    Report report = advise();

    assertThat(find(report, "consumer-lag", "").recommendation())
        .isEqualTo("Not measured: there are no tasks.");
    assertThat(report.toText()).contains("INFO consumer-lag\n  Not measured: there are no tasks.");
    assertThat(report.toJson()).contains("\"rule\":\"consumer-lag\",\"subject\":\"\"");
  }

  @Test
  void windowIsThatOfMonitoring() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().advisor().advise(Duration.ZERO))
        .withMessageContaining("was PT0S");
  }

  /** So many come, and so many of them are done two seconds later. */
  private static void workOff(int enqueued, int done) {
    // Of its own, because a broker remembers the limits of queues for a second.
    JooqBroker broker = JooqBroker.on(db.dsl());
    broker.enqueueAll(tasks(enqueued));
    List<Delivery> claimed = broker.queue("mail").dequeue(done);
    db.clock().advance(SECOND.multipliedBy(2));
    broker.ackAll(claimed);
  }

  private static void register(String queue, int concurrency, Duration ago) {
    OffsetDateTime now = db.clock().now();
    db.dsl()
        .insertInto(CELERS_WORKERS)
        .set(CELERS_WORKERS.ID, UUID.randomUUID())
        .set(CELERS_WORKERS.NAME, "worker")
        .set(CELERS_WORKERS.HOST, "here")
        .set(CELERS_WORKERS.PROCESS_ID, 1L)
        .set(CELERS_WORKERS.QUEUES, new String[] {queue})
        .set(CELERS_WORKERS.CONCURRENCY, concurrency)
        .set(CELERS_WORKERS.STARTED_AT, now.minus(ago))
        .set(CELERS_WORKERS.HEARTBEAT_AT, now.minus(ago))
        .execute();
  }

  private static Report advise() {
    JooqBroker fresh = JooqBroker.on(db.dsl());
    return fresh.advisor().advise(MINUTE.multipliedBy(5));
  }

  private static Finding find(Report report, String rule, String subject) {
    return report.findings().stream()
        .filter(finding -> finding.rule().equals(rule) && finding.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rule + " of " + subject + " in " + report.toText()));
  }

  private static BigDecimal number(Finding finding, String name) {
    return finding.evidence().stream()
        .filter(evidence -> evidence.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + finding))
        .value();
  }

  private static String role() {
    return db.database().user();
  }

  private static List<NewTask<byte[]>> tasks(int count) {
    return Stream.generate(() -> MAIL.with(new byte[0])).limit(count).toList();
  }
}
