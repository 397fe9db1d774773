package io.celers.broker.examples.monitoring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import org.jspecify.annotations.Nullable;

/** The broker that is watched: on a given server, or on one of our own with a load on it. */
final class Watched implements AutoCloseable {

  private final HikariDataSource pool;
  private final JooqBroker broker;
  private final Runnable afterwards;

  private Watched(HikariDataSource pool, String schema, Runnable afterwards) {
    this.pool = pool;
    this.broker = JooqBroker.builder(pool).schema(schema).build();
    this.afterwards = afterwards;
  }

  /** Reads only. */
  static Watched at(String url, String user, @Nullable String password, String schema) {
    return new Watched(pool(url, user, password, 2), schema, () -> {});
  }

  /** With a load until it is closed. */
  static Watched demo() {
    ThrowawayPostgres postgres = ThrowawayPostgres.start();
    try {
      TestDatabase database = postgres.migratedDatabase();
      HikariDataSource pool = pool(database.jdbcUrl(), database.user(), database.password(), 6);
      DemoLoad load = DemoLoad.on(pool);
      return new Watched(
          pool,
          "celers",
          () -> {
            load.close();
            pool.close();
            postgres.close();
          });
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  private static HikariDataSource pool(
      String url, String user, @Nullable String password, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("dashboard");
    config.setJdbcUrl(url);
    config.setUsername(user);
    if (password != null && !password.isEmpty()) {
      config.setPassword(password);
    }
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new HikariDataSource(config);
  }

  JooqBroker broker() {
    return broker;
  }

  @Override
  public void close() {
    afterwards.run();
    pool.close();
  }
}
