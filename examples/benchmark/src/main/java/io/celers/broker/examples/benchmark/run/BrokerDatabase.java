package io.celers.broker.examples.benchmark.run;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schema.BrokerSchema;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** A database with this broker's tables, and the broker on it. Safe for use by many threads. */
public record BrokerDatabase(BenchmarkDatabase database, DSLContext db, JooqBroker broker)
    implements AutoCloseable {

  /** Migrates a database; it is closed with the result. */
  public static BrokerDatabase in(BenchmarkDatabase database) {
    HikariDataSource pool = database.pool();
    BrokerSchema.migrate(pool);
    DSLContext db = DSL.using(pool, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    return new BrokerDatabase(database, db, JooqBroker.on(db));
  }

  /** Removes all tasks. */
  public void removeTasks() {
    database.truncate("celers.celers_tasks", "celers.celers_dead_letter_queue");
  }

  /** Lets the planner and vacuum know what is in the tables now. */
  public void vacuum() {
    database.execute("vacuum (analyze) celers.celers_tasks");
  }

  @Override
  public void close() {
    database.close();
  }
}
