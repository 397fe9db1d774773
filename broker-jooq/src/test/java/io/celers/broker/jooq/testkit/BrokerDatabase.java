package io.celers.broker.jooq.testkit;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.junit.DatabaseClock;
import io.celers.broker.testdb.junit.MigratedDatabase;
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
 * A {@link MigratedDatabase} with a pool and a broker on it.
 *
 * <p>To be registered as {@code @RegisterExtension static final BrokerDatabase db = new
 * BrokerDatabase()}.
 */
public final class BrokerDatabase
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final int POOL_SIZE = 16;

  private final MigratedDatabase migrated = new MigratedDatabase();
  private @Nullable HikariDataSource pool;
  private @Nullable DSLContext dsl;
  private @Nullable JooqBroker broker;
  private @Nullable DatabaseClock clock;
  private @Nullable ExtensionContext context;

  @Override
  public void beforeAll(ExtensionContext context) {
    this.context = context;
    migrated.beforeAll(context);
    HikariConfig config = new HikariConfig();
    config.setDataSource(migrated.dataSource());
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(0);
    pool = new HikariDataSource(config);
    dsl = DSL.using(pool, SQLDialect.POSTGRES);
    broker = JooqBroker.on(dsl);
    clock = new DatabaseClock(pool);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clock().reset();
    migrated.beforeEach(context);
  }

  /** Once more in the middle of a test: no rows, and the time of day. */
  public void empty() {
    beforeEach(Objects.requireNonNull(context));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Objects.requireNonNull(pool).close();
    migrated.afterAll(context);
  }

  /** The database itself: plain connections, name, user. */
  public TestDatabase database() {
    return migrated.database();
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
