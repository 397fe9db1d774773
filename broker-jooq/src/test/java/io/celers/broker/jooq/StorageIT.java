package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.monitoring.Bytes;
import io.celers.broker.monitoring.IndexStorage;
import io.celers.broker.monitoring.SnapshotHolder;
import io.celers.broker.monitoring.StorageReport;
import io.celers.broker.monitoring.TableStorage;
import io.celers.broker.task.TaskType;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StorageIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");

  @Test
  void everyTableIsMeasured() {
    StorageReport report = db.broker().monitoring().storage();

    assertThat(report.tables())
        .extracting(TableStorage::name)
        .contains(
            "celers_tasks",
            "celers_dead_letter_queue",
            "celers_task_archive",
            "celers_task_results",
            "celers_task_history",
            "celers_queues")
        .doesNotContain("celers_schema_history")
        .isSorted();
  }

  @Test
  void sizesAreThoseOfPostgresql() {
    db.broker().enqueueBulk(Stream.generate(() -> MAIL.with(new byte[100])).limit(1_000));

    TableStorage tasks = tasks();

    assertThat(tasks.tableBytes()).isEqualTo(bytes("pg_table_size('celers.celers_tasks')"));
    assertThat(tasks.indexBytes()).isEqualTo(bytes("pg_indexes_size('celers.celers_tasks')"));
    assertThat(tasks.totalBytes())
        .isEqualTo(bytes("pg_total_relation_size('celers.celers_tasks')"));
    assertThat(tasks.indexes())
        .extracting(IndexStorage::name)
        .containsExactly("celers_tasks_claim_idx", "celers_tasks_pkey");
    assertThat(tasks.indexes()).allMatch(index -> index.bytes().value() > 0);
  }

  @Test
  void vacuumAndAnalyzeAreTold() {
    db.broker().enqueueBulk(Stream.generate(() -> MAIL.with(new byte[0])).limit(1_000));
    db.dsl().execute("vacuum analyze celers.celers_tasks");

    TableStorage tasks = tasks();

    assertThat(tasks.lastVacuum()).isPresent();
    assertThat(tasks.lastAnalyze()).isPresent();
    assertThat(tasks.rows()).isEqualTo(1_000);
    assertThat(tasks.deadRows()).isZero();
    assertThat(tasks.bloat()).isZero();
  }

  @Test
  void indexOfAKeyIsNeverCalledUnused() {
    StorageReport report = db.broker().monitoring().storage();

    assertThat(report.unusedIndexes())
        .extracting(IndexStorage::name)
        .contains("celers_deduplication_expires_at_idx")
        .noneMatch(name -> name.endsWith("_pkey"));
  }

  @Test
  void openTransactionIsFoundWithoutItsQuery() throws Exception {
    try (Connection holder = db.database().dataSource().getConnection()) {
      DSLContext session = DSL.using(holder, SQLDialect.POSTGRES);
      session.execute("set application_name = 'sleepy'");
      holder.setAutoCommit(false);
      int pid = session.fetchSingle("select pg_backend_pid()").get(0, Integer.class);
      session.execute("select 'secret', pg_current_xact_id()");

      List<SnapshotHolder> holders = db.broker().monitoring().snapshotHolders();

      assertThat(holders)
          .filteredOn(found -> found.pid().orElse(0) == pid)
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.kind()).isEqualTo(SnapshotHolder.Kind.SESSION);
                assertThat(found.name()).isEqualTo("sleepy");
                assertThat(found.state()).isEqualTo("idle in transaction");
                assertThat(found.held()).isPresent();
                assertThat(found.sinceQuery()).isPresent();
                assertThat(found.toString()).doesNotContain("secret");
              });
      db.clock().advance(Duration.ofMinutes(6));
      assertThat(db.broker().monitoring().health().problems())
          .anyMatch(problem -> problem.what().contains("session " + pid + " (sleepy"));
      holder.rollback();
    }
  }

  private static TableStorage tasks() {
    return db.broker().monitoring().storage().find("celers_tasks").orElseThrow();
  }

  private static Bytes bytes(String function) {
    return db.dsl()
        .fetchSingle("select %1$s, pg_size_pretty(%1$s)".formatted(function))
        .map(row -> new Bytes(row.get(0, Long.class), row.get(1, String.class)));
  }
}
