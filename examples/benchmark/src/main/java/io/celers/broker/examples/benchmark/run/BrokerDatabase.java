package io.celers.broker.examples.benchmark.run;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** A database with this broker's tables, and the broker on it. Safe for use by many threads. */
public record BrokerDatabase(BenchmarkDatabase database, DSLContext db, JooqBroker broker)
    implements AutoCloseable {

  /** On a database that has the tables; it is closed with the result. */
  static BrokerDatabase on(BenchmarkDatabase database, ExecuteListener... listeners) {
    HikariDataSource pool = database.pool();
    Configuration configuration =
        new DefaultConfiguration()
            .set(pool)
            .set(SQLDialect.POSTGRES)
            .set(new Settings().withExecuteLogging(false))
            .set(listeners);
    DSLContext db = DSL.using(configuration);
    return new BrokerDatabase(database, db, JooqBroker.on(db));
  }

  /** Removes all tasks. */
  public void removeTasks() {
    database.truncate("celers.celers_tasks", "celers.celers_dead_letter_queue");
  }

  /** Adds tasks through COPY. */
  public long addTasks(Stream<? extends NewTask<?>> tasks) {
    return broker.enqueueBulk(tasks);
  }

  /** Lets the planner and vacuum know what is in the tables now. */
  public void vacuum() {
    database.execute("vacuum (analyze) celers.celers_tasks");
  }

  @Override
  public void close() {
    // it may listen on a connection
    broker.close();
    database.close();
  }
}
