package io.celers.broker.jooq.plans;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.Connection;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A task table of the size at which a bad plan shows: 50,000 tasks due at three priorities, 100,000
 * due tomorrow at a higher one, 50,000 finished. Tests roll back what they write, so all of a JVM
 * share one, and the dead rows of one are gone before the next; it goes with the server.
 */
final class BigTable implements BeforeAllCallback {

  /** Rows of the task table that one transaction has read so far. */
  record Reads(long sequentialScans, long rowsByIndex) {}

  private static @Nullable TestDatabase filled;

  private TestDatabase database;
  private JooqBroker broker;

  @Override
  public void beforeAll(ExtensionContext context) {
    database = filled();
    DSLContext dsl = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    dsl.execute("vacuum analyze celers.celers_tasks");
    broker = JooqBroker.on(dsl);
  }

  private static synchronized TestDatabase filled() {
    TestDatabase there = filled;
    if (there == null) {
      there = ThrowawayPostgres.shared().migratedDatabase();
      fill(DSL.using(there.dataSource(), SQLDialect.POSTGRES));
      filled = there;
    }
    return there;
  }

  private static void fill(DSLContext dsl) {
    fill(dsl, 50_000, "'pending'", "4 + i % 3", "'-1 hour'", "null");
    fill(dsl, 100_000, "'pending'", "9", "'1 day'", "null");
    fill(dsl, 50_000, "'completed'", "4", "'-1 day'", "now()");
  }

  JooqBroker broker() {
    return broker;
  }

  /** Runs in a transaction that is rolled back at the end, so that the table stays as it is. */
  void inTransaction(String planCacheMode, Consumer<DSLContext> test) throws Exception {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.unwrap(org.postgresql.PGConnection.class).setPrepareThreshold(1);
      connection.setAutoCommit(false);
      DSLContext dsl = DSL.using(connection, SQLDialect.POSTGRES);
      dsl.execute("set plan_cache_mode = " + planCacheMode);
      test.accept(dsl);
      connection.rollback();
    }
  }

  /** What this transaction has read. */
  static Reads reads(DSLContext dsl) {
    return dsl.fetchSingle(
            "select seq_scan, idx_tup_fetch from pg_stat_xact_user_tables"
                + " where relid = 'celers.celers_tasks'::regclass")
        .map(row -> new Reads(row.get(0, Long.class), row.get(1, Long.class)));
  }

  private static void fill(
      DSLContext dsl, int rows, String state, String priority, String due, String completed) {
    dsl.execute(
        """
        insert into celers.celers_tasks
          (id, queue, task_name, codec, payload, content_hash, state, priority, visible_at,
           completed_at)
        select gen_random_uuid(), 'big', 'task', 'bytes', repeat('x', 100)::bytea, 1, %s, %s,
          now() + interval %s + i * interval '1 millisecond', %s
        from generate_series(1, %d) i
        """
            .formatted(state, priority, due, completed, rows));
  }
}
