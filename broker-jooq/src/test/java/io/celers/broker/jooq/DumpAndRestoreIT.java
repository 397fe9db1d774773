package io.celers.broker.jooq;

import static io.celers.broker.generated.Celers.CELERS;
import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.testkit.PostgresPrograms;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.result.TaskResult;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dump and restore with PostgreSQL's own programs, as {@code docs/operations.md} tells it.
 *
 * <p>Skipped where these are missing or older than the server, unless {@code
 * broker.postgres.programs} names a folder: then that is a failure.
 */
class DumpAndRestoreIT {

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final NewTask<byte[]> TASK = BLOB.with(new byte[] {0, 1, (byte) 0xff});

  @TempDir Path folder;

  private final TestDatabase source = ThrowawayPostgres.shared().migratedDatabase();
  private final DSLContext before = DSL.using(source.dataSource(), SQLDialect.POSTGRES);
  private final JooqBroker broker = JooqBroker.on(before);
  private PostgresPrograms programs;
  private Delivery held;
  private UUID dead;

  @BeforeEach
  void liveADay() throws Exception {
    programs = programs();
    broker.history().enable();
    broker.queue("default").configure(QueueSettings.none().withDefaultPriority(6));
    broker.queue("paused").pause("for the test");
    broker.enqueueAll(List.of(TASK.idempotencyKey("k"), TASK, TASK.header("a", "b").tag("t")));
    List<Delivery> deliveries = broker.queue("default").dequeue(2);
    Delivery done = deliveries.get(0);
    broker.ack(done, TaskResult.success(done).json("{\"answer\": 42}"));
    held = deliveries.get(1);
    Delivery failed =
        enqueuedAndClaimed(TASK.queue("mail").header("c", "d").maxRetries(0).priority(9));
    broker.reject(failed, Rejection.deadLetter("no such account"));
    dead = failed.id();
  }

  @AfterEach
  void drop() {
    source.close();
  }

  @Test
  void wholeSchemaIsRestoredIntoAnotherDatabaseAndGoesOn() throws Exception {
    dump("--schema=celers");
    try (TestDatabase target = ThrowawayPostgres.shared().emptyDatabase()) {
      restore(target, "--exit-on-error");

      assertThat(rows(target)).isEqualTo(rows(source));
      assertThat(BrokerSchema.migrate(target.dataSource()).migrationsApplied()).isZero();
      goOn(target);
      assertThat(JooqBroker.on(dsl(target)).history().enabled()).isTrue();
    }
  }

  @Test
  void dataAloneIsRestoredIntoAFreshlyMigratedDatabaseAndGoesOn() throws Exception {
    dump(
        "--schema=celers",
        "--data-only",
        "--exclude-table=celers.celers_schema_history",
        "--exclude-table=celers.celers_schema_version");
    try (TestDatabase target = ThrowawayPostgres.shared().migratedDatabase()) {
      restore(target, "--exit-on-error", "--data-only");

      assertThat(rows(target)).isEqualTo(rows(source));
      assertThat(BrokerSchema.migrate(target.dataSource()).migrationsApplied()).isZero();
      goOn(target);
    }
  }

  @Test
  void oneTableIsRestoredBesideTheLiveOne() throws Exception {
    dump("--schema=celers");
    before.deleteFrom(CELERS_TASKS).execute();

    restore(source, "--exit-on-error", "--data-only", "--table=celers_tasks");

    assertThat(before.fetchCount(CELERS_TASKS)).isEqualTo(3);
  }

  /** What was held is settled, what was dead is put back, what was known is known. */
  private void goOn(TestDatabase target) {
    JooqBroker restored = JooqBroker.on(dsl(target));

    assertThat(restored.ack(held)).isInstanceOf(Settlement.Settled.class);
    assertThat(restored.enqueue(TASK.idempotencyKey("k"))).isInstanceOf(Enqueued.Duplicate.class);
    assertThat(restored.queue("default").dequeue(10)).hasSize(1);
    assertThat(restored.queue("paused").paused()).isPresent();
    assertThat(restored.deadLetters().requeue(dead)).isTrue();
    Delivery again = restored.queue("mail").dequeue().orElseThrow();
    assertThat(again.id()).isEqualTo(dead);
    assertThat(again.payload()).containsExactly(0, 1, 0xff);
    assertThat(again.headers()).containsEntry("c", "d");
  }

  private Delivery enqueuedAndClaimed(NewTask<byte[]> task) {
    broker.enqueue(task);
    return broker.queue(task.queue()).dequeue().orElseThrow();
  }

  private void dump(String... arguments) throws Exception {
    programs.run("pg_dump", source, with(arguments, "--format=custom", "--file=" + file()));
    assertThat(programs.run("pg_restore", source, "--list", file().toString()))
        .contains("TABLE DATA celers celers_tasks");
  }

  private void restore(TestDatabase target, String... arguments) throws Exception {
    programs.run("pg_restore", target, with(arguments, "--dbname=" + target.name(), file() + ""));
  }

  private Path file() {
    return folder.resolve("celers.dump");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Everything in the tables of the broker, but the stamp of their version. */
  private static Map<String, String> rows(TestDatabase database) {
    Map<String, String> rows = new TreeMap<>();
    for (Table<?> table : CELERS.getTables()) {
      boolean isFunction = table.getOptions().type() != TableType.TABLE;
      if (!isFunction && !table.equals(CELERS_SCHEMA_VERSION)) {
        rows.put(
            table.getName(),
            dsl(database).selectFrom(table).fetch().stream()
                .map(Object::toString)
                .sorted(Comparator.naturalOrder())
                .toList()
                .toString());
      }
    }
    return rows;
  }

  private static DSLContext dsl(TestDatabase database) {
    return DSL.using(database.dataSource(), SQLDialect.POSTGRES);
  }

  private static PostgresPrograms programs() throws Exception {
    int server =
        DSL.using(ThrowawayPostgres.shared().emptyDatabase().dataSource(), SQLDialect.POSTGRES)
                .resultQuery("show server_version_num")
                .fetchSingle(0, Integer.class)
            / 10_000;
    PostgresPrograms found = PostgresPrograms.find().orElse(null);
    String lack =
        found == null
            ? "pg_dump is not here"
            : found.majorVersion() < server
                ? "pg_dump is of version %d, the server of %d"
                    .formatted(found.majorVersion(), server)
                : null;
    if (lack == null) {
      return found;
    }
    if (System.getProperty("broker.postgres.programs") != null) {
      throw new IllegalStateException(lack);
    }
    return abort(lack + ": dump and restore are not tested (.ci/dump-and-restore does)");
  }
}
