package io.celers.broker.jooq.schemas;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.SchemaException;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.jooq.worker.WorkerBuilder;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.schema.BrokerSchemaException;
import io.celers.broker.schema.MigratedSchema;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The library of this release on the schema of the next one: while that is rolled out, and after it
 * was put back.
 */
class RollingUpgradeIT {

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final byte[] BYTES = {1};

  private final TestDatabase database = ThrowawayPostgres.shared().migratedDatabase();
  private final HikariDataSource pool = pool(database);
  private final JooqBroker broker = JooqBroker.builder(pool).build();
  private final LinkedBlockingQueue<Delivery> done = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> stopped = new CompletableFuture<>();

  @TempDir private Path folder;

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(6);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  @AfterEach
  void dropDatabase() {
    broker.close();
    pool.close();
    database.close();
  }

  @Test
  void allVerbsWorkOnASchemaThatWasExpanded() {
    EveryVerb.on(broker);
    NextRelease.expands(database, folder);
    empty();

    EveryVerb.on(broker);
    empty();
    EveryVerb.on(JooqBroker.on(DSL.using(pool, SQLDialect.POSTGRES)));

    assertThat(broker.monitoring().health().isUp()).isTrue();
  }

  @Test
  void workerGoesOnAndAnotherStartsOnASchemaThatWasExpanded() throws Exception {
    try (Worker running = worker(broker).start()) {
      assertThat(isDone(broker)).isTrue();
      NextRelease.expands(database, folder);
      assertThat(isDone(broker)).isTrue();
    }

    assertThat(BrokerSchema.migrate(database.dataSource()))
        .isEqualTo(new MigratedSchema("celers", 0, NextRelease.LAST_MIGRATION));
    try (JooqBroker putBack = JooqBroker.builder(pool).build();
        Worker worker = worker(putBack).start()) {
      assertThat(isDone(putBack)).isTrue();
    }
    assertThat(stopped).isNotDone();
  }

  @Test
  void nothingStartsOnASchemaThatIsNotForItAnyMore() {
    Record task = row(broker.enqueue(BLOB.with(BYTES)).id());
    NextRelease.changesTheMeaning(database, folder);

    assertThatThrownBy(() -> BrokerSchema.migrate(database.dataSource()))
        .isInstanceOf(BrokerSchemaException.DatabaseNewer.class);
    try (JooqBroker restarted = JooqBroker.builder(pool).build()) {
      assertThatThrownBy(() -> restarted.enqueue(BLOB.with(BYTES)))
          .isInstanceOf(SchemaException.class);
      assertThatThrownBy(() -> worker(restarted).start()).isInstanceOf(SchemaException.class);
    }

    assertThat(row(task.get(CELERS_TASKS.ID))).isEqualTo(task);
    assertThat(done).isEmpty();
  }

  @Test
  void workerStopsWhenTheSchemaIsNotForItAnyMore() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    UUID id = broker.enqueue(BLOB.with(BYTES)).id();
    try (Worker worker =
        builder(broker)
            .handle(
                BLOB,
                (bytes, task) -> {
                  started.countDown();
                  end.await();
                })
            .closeTimeout(Duration.ofSeconds(1))
            .start()) {
      assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();

      NextRelease.changesTheMeaning(database, folder);

      assertThat(stopped.get(1, TimeUnit.MINUTES))
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("newer library");
      Record held = row(id);
      end.countDown();
      assertThat(worker.drain(Duration.ofSeconds(1)).abandoned())
          .extracting(Delivery::id)
          .containsExactly(id);
      assertThatThrownBy(() -> broker.enqueue(BLOB.with(BYTES)))
          .isInstanceOf(SchemaException.class);
      assertThat(row(id)).isEqualTo(held);
      assertThat(held.get(CELERS_TASKS.STATE)).isEqualTo(CelersTaskState.processing);
    }
  }

  @Test
  void processThatOnlyEnqueuesNoticesByItsHealth() {
    broker.enqueue(BLOB.with(BYTES));
    NextRelease.changesTheMeaning(database, folder);

    assertThatThrownBy(() -> broker.monitoring().health()).isInstanceOf(SchemaException.class);

    assertThatThrownBy(() -> broker.enqueue(BLOB.with(BYTES))).isInstanceOf(SchemaException.class);
    assertThat(tasks()).isOne();
  }

  /**
   * Before anybody looks at the version again: a migration takes away what it gives another
   * meaning.
   */
  @Test
  void statementThatMissesWhatWasTakenAwayFailsAndChangesNothing() {
    UUID id = broker.enqueue(BLOB.with(BYTES)).id();
    Delivery delivery = broker.queue("default").dequeue().orElseThrow();
    NextRelease.contracts(database, folder);
    Record held = whole(id);

    assertThatThrownBy(() -> broker.queue("default").dequeue()).isInstanceOf(SchemaException.class);
    assertThatThrownBy(() -> broker.ack(delivery)).isInstanceOf(SchemaException.class);
    assertThatThrownBy(() -> broker.release(delivery)).isInstanceOf(SchemaException.class);
    assertThat(whole(id)).isEqualTo(held);
  }

  private WorkerBuilder builder(JooqBroker broker) {
    return broker
        .worker()
        .listener(
            new WorkerListener() {
              @Override
              public void stopping(Throwable fatal) {
                stopped.complete(fatal);
              }
            });
  }

  private WorkerBuilder worker(JooqBroker broker) {
    return builder(broker).handle(BLOB, (bytes, task) -> done.add(task.delivery()));
  }

  private boolean isDone(JooqBroker broker) throws InterruptedException {
    UUID id = broker.enqueue(BLOB.with(BYTES)).id();
    return Optional.ofNullable(done.poll(1, TimeUnit.MINUTES))
        .map(Delivery::id)
        .filter(id::equals)
        .isPresent();
  }

  private Record row(UUID id) {
    return DSL.using(pool, SQLDialect.POSTGRES).fetchSingle(CELERS_TASKS, CELERS_TASKS.ID.eq(id));
  }

  private Record whole(UUID id) {
    return DSL.using(pool, SQLDialect.POSTGRES)
        .fetchSingle("select * from celers.celers_tasks where id = ?", id);
  }

  private int tasks() {
    return DSL.using(pool, SQLDialect.POSTGRES).fetchCount(CELERS_TASKS);
  }

  private void empty() {
    DSL.using(pool, SQLDialect.POSTGRES)
        .execute(
            "truncate celers.celers_tasks, celers.celers_dead_letter_queue,"
                + " celers.celers_task_archive, celers.celers_deduplication,"
                + " celers.celers_task_results, celers.celers_schedules");
  }
}
