package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_WORKERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.celers.broker.advice.Evidence;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Remedy;
import io.celers.broker.advice.Report;
import io.celers.broker.advice.Severity;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.monitoring.StatementFigures;
import io.celers.broker.monitoring.StatementReport;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What PostgreSQL knows of the broker's statements, with its extension and without. */
class QueryHealthIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");

  @BeforeEach
  void withoutTheExtension() {
    db.dsl().execute("drop extension if exists pg_stat_statements");
    db.dsl().execute("drop schema if exists \"Tools\"");
  }

  @Test
  void withoutTheExtensionItIsSaidHowToInstallIt() {
    StatementReport report = db.broker().monitoring().statements();

    assertThat(report)
        .isInstanceOfSatisfying(
            StatementReport.Unavailable.class,
            missing ->
                assertThat(missing.remedy()).contains("CREATE EXTENSION pg_stat_statements"));
    assertThat(find(advise(), "statement-time").recommendation())
        .startsWith("Not measured: PostgreSQL keeps ");
  }

  @Test
  void statementsOfTheBrokerAreMeasuredWhereverTheExtensionIs() {
    install();
    // Without the step that looks for sleepers, the statement's own rows are those inserted.
    for (int i = 0; i < 5; i++) {
      db.broker().withoutNotifications().enqueueAll(tasks(20));
    }

    StatementReport report = db.broker().monitoring().statements();

    assertThat(report).isInstanceOf(StatementReport.Measured.class);
    List<StatementFigures> statements = ((StatementReport.Measured) report).statements();
    StatementFigures insert =
        statements.stream()
            .filter(figures -> figures.text().contains("insert into \"celers\".\"celers_tasks\""))
            .findFirst()
            .orElseThrow();
    assertThat(insert.calls()).isEqualTo(5);
    assertThat(insert.rowsPerCall()).isEqualTo(20);
    assertThat(insert.blocksPerCall()).isPositive();
    assertThat(insert.mean()).isPositive();
    assertThat(insert.p99AtMost()).isBetween(insert.mean(), insert.maximum());
    assertThat(statements).allMatch(figures -> figures.text().contains("\"celers\".\"celers_"));
    assertThat(advise().findings())
        .filteredOn(finding -> finding.rule().equals("statement-time"))
        .hasSize(5)
        .allMatch(finding -> finding.evidence().size() == 5);
  }

  @Test
  void poolSizeIsMeasured() {
    install();
    register("one", 8);
    JooqBroker one = JooqBroker.builder(db.dsl()).workerId("one").build();
    one.enqueueAll(tasks(30));
    one.ackAll(one.queue("mail").dequeue(30));
    db.clock().advance(Duration.ofSeconds(30));

    Finding pool = find(one.advisor().advise(Duration.ofMinutes(5)), "pool-size");

    assertThat(pool.subject()).isEqualTo("a pool of 16");
    assertThat(number(pool, "workers")).isEqualByComparingTo("8");
    assertThat(number(pool, "finished")).isEqualByComparingTo("0.1");
    assertThat(number(pool, "queries per task")).isPositive();
    assertThat(number(pool, "mean query time")).isPositive();
    assertThat(number(pool, "busy")).isPositive();
    assertThat(pool.remedies()).contains(new Remedy.Setting("maximumPoolSize", 9));
  }

  @Test
  void poolSizeWithoutAWorkerIsNotMadeUp() {
    assertThat(find(advise(), "pool-size").recommendation())
        .startsWith("Not measured: no worker of the name ");
  }

  @Test
  void planOfTheClaimIsTheExpectedOne() {
    db.broker().enqueueAll(tasks(2_000));
    db.dsl().execute("vacuum analyze celers.celers_tasks");

    Finding plan = find(advise(), "claim-plan");

    assertThat(number(plan, "rows")).isGreaterThanOrEqualTo(new BigDecimal(2_000));
    assertThat(number(plan, "uses the claim index")).isEqualByComparingTo("1");
    assertThat(plan.severity()).isEqualTo(Severity.OK);
    assertThat(db.broker().queue("mail").dequeue(1)).hasSize(1);
  }

  @Test
  void claimWithoutItsIndexIsFoundOut() throws Exception {
    db.broker().enqueueAll(tasks(2_000));
    db.dsl().execute("vacuum analyze celers.celers_tasks");

    try (Session session = Session.inTransactions(db)) {
      session.dsl().execute("drop index celers.celers_tasks_claim_idx");
      Finding plan = find(session.broker().advisor().advise(), "claim-plan");
      session.rollback();

      assertThat(number(plan, "uses the claim index")).isEqualByComparingTo("0");
      assertThat(plan.severity()).isEqualTo(Severity.WARNING);
    }
  }

  @Test
  void cacheHitsOfAFreshDatabaseAreNoMeasurement() {
    Finding cache = find(advise(), "cache-hits");

    assertThat(cache.recommendation()).startsWith("Not measured: fewer than 100,000 blocks");
  }

  /** Into a schema that nothing else names, as an operator may. */
  private static void install() {
    assumeTrue(
        db.dsl()
            .fetchValue("select count(*) from pg_settings where name = 'pg_stat_statements.max'")
            .equals(1L),
        "this server does not preload pg_stat_statements");
    db.dsl().execute("create schema \"Tools\"");
    db.dsl().execute("create extension pg_stat_statements schema \"Tools\"");
    db.dsl().execute("select \"Tools\".pg_stat_statements_reset()");
  }

  private static void register(String name, int concurrency) {
    OffsetDateTime now = db.clock().now();
    db.dsl()
        .insertInto(CELERS_WORKERS)
        .set(CELERS_WORKERS.ID, UUID.randomUUID())
        .set(CELERS_WORKERS.NAME, name)
        .set(CELERS_WORKERS.HOST, "here")
        .set(CELERS_WORKERS.PROCESS_ID, 1L)
        .set(CELERS_WORKERS.QUEUES, new String[] {"mail"})
        .set(CELERS_WORKERS.CONCURRENCY, concurrency)
        .set(CELERS_WORKERS.STARTED_AT, now)
        .set(CELERS_WORKERS.HEARTBEAT_AT, now)
        .execute();
  }

  private static Report advise() {
    return JooqBroker.on(db.dsl()).advisor().advise();
  }

  private static Finding find(Report report, String rule) {
    return report.findings().stream()
        .filter(finding -> finding.rule().equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rule + " in " + report.toText()));
  }

  private static BigDecimal number(Finding finding, String name) {
    return finding.evidence().stream()
        .filter(evidence -> evidence.name().equals(name))
        .map(Evidence::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + finding));
  }

  private static List<NewTask<byte[]>> tasks(int count) {
    return Stream.generate(() -> MAIL.with(new byte[0])).limit(count).toList();
  }
}
