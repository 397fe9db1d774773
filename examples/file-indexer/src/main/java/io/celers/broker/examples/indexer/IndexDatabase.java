package io.celers.broker.examples.indexer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.testdb.EmbeddedServer;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The database of the index, with both schemas in it: the application's and the broker's. */
final class IndexDatabase implements AutoCloseable {

  private static final String SCHEMA = "indexer";
  private static final String LOCATION = "classpath:io/celers/broker/examples/indexer/migration";

  private final @Nullable EmbeddedServer server;
  private final HikariDataSource pool;
  private final DSLContext db;
  private final JooqBroker broker;

  private IndexDatabase(@Nullable EmbeddedServer server, HikariConfig config) {
    this.server = server;
    this.pool = new HikariDataSource(config);
    this.db = DSL.using(pool, SQLDialect.POSTGRES);
    this.broker = JooqBroker.on(db);
  }

  /** A PostgreSQL of our own, whose data is found again under this folder. */
  static IndexDatabase embedded(Path folder, int connections) {
    EmbeddedServer server = EmbeddedServer.durable(folder);
    try {
      return migrated(server, server.jdbcUrl(), server.user(), null, connections);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** A given server. Without a password, the URL or the driver's password file may have one. */
  static IndexDatabase at(String url, String user, @Nullable String password, int connections) {
    return migrated(null, url, user, password, connections);
  }

  private static IndexDatabase migrated(
      @Nullable EmbeddedServer server,
      String url,
      String user,
      @Nullable String password,
      int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("indexer");
    config.setJdbcUrl(url);
    config.setUsername(user);
    if (password != null) {
      config.setPassword(password);
    }
    config.setMaximumPoolSize(connections);
    IndexDatabase database = new IndexDatabase(server, config);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.pool.close();
      throw e;
    }
  }

  /** Each with its own history: neither knows of the other's migrations. */
  private void migrate() {
    BrokerSchema.migrate(pool);
    Flyway.configure()
        .dataSource(pool)
        .schemas(SCHEMA)
        .locations(LOCATION)
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }

  DSLContext db() {
    return db;
  }

  JooqBroker broker() {
    return broker;
  }

  @Override
  public void close() {
    pool.close();
    if (server != null) {
      server.close();
    }
  }
}
