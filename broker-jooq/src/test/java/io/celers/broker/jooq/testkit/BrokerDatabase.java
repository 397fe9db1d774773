package io.celers.broker.jooq.testkit;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_MAINTENANCE;
import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static io.celers.broker.generated.Tables.CELERS_WORKERS;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated database for one test class, emptied before every test, with a broker on it.
 *
 * <p>To be registered as {@code @RegisterExtension static final BrokerDatabase db = new
 * BrokerDatabase()}.
 */
public final class BrokerDatabase
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final int POOL_SIZE = 16;

  private @Nullable TestDatabase database;
  private @Nullable HikariDataSource pool;
  private @Nullable DSLContext dsl;
  private @Nullable JooqBroker broker;
  private @Nullable DatabaseClock clock;

  @Override
  public void beforeAll(ExtensionContext context) {
    TestDatabase fresh = ThrowawayPostgres.shared().migratedDatabase();
    HikariConfig config = new HikariConfig();
    config.setDataSource(fresh.dataSource());
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(0);
    database = fresh;
    pool = new HikariDataSource(config);
    dsl = DSL.using(pool, SQLDialect.POSTGRES);
    broker = JooqBroker.on(dsl);
    clock = new DatabaseClock(dsl);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clock().reset();
    dsl()
        .transaction(
            tx -> {
              // A test that left a transaction open must be found out, not waited for.
              tx.dsl().execute("set local lock_timeout = '5s'");
              tx.dsl()
                  .truncate(
                      CELERS_TASKS,
                      CELERS_DEAD_LETTER_QUEUE,
                      CELERS_TASK_ARCHIVE,
                      CELERS_TASK_RESULTS,
                      CELERS_TASK_RESULTS_ARCHIVE,
                      CELERS_DEDUPLICATION,
                      CELERS_QUEUES,
                      CELERS_MAINTENANCE,
                      CELERS_SCHEDULES,
                      CELERS_SLEEPERS,
                      CELERS_WORKERS)
                  .execute();
            });
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Objects.requireNonNull(pool).close();
    database().close();
  }

  /** The database itself: plain connections, name, user. */
  public TestDatabase database() {
    return Objects.requireNonNull(database);
  }

  /** A pool of up to 16 connections, in autocommit mode. */
  public DataSource dataSource() {
    return Objects.requireNonNull(pool);
  }

  /** On the pool, to look at the tables with the generated classes. */
  public DSLContext dsl() {
    return Objects.requireNonNull(dsl);
  }

  /** On the pool, with all defaults. */
  public JooqBroker broker() {
    return Objects.requireNonNull(broker);
  }

  /** The clock of the database, back at the time of day before every test. */
  public DatabaseClock clock() {
    return Objects.requireNonNull(clock);
  }

  /** The row of a task. */
  public CelersTasksRecord task(UUID id) {
    return dsl().fetchSingle(CELERS_TASKS, CELERS_TASKS.ID.eq(id));
  }

  /** The row of a dead letter. */
  public CelersDeadLetterQueueRecord deadLetter(UUID id) {
    return dsl().fetchSingle(CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.ID.eq(id));
  }

  /** How many tasks there are, in any state. */
  public int tasks() {
    return dsl().fetchCount(CELERS_TASKS);
  }
}
