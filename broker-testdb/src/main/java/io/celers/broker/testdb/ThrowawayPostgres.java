package io.celers.broker.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An empty PostgreSQL database that disappears on {@link #close()}.
 *
 * <p>{@code -Dbroker.postgres} (environment: {@code BROKER_POSTGRES}) says where it comes from:
 * {@code auto} (the default: a container when Docker and the image are usable, else an embedded
 * server), {@code testcontainers}, {@code embedded}, or the {@code jdbc:postgresql:} URL of a server
 * on which a temporary database may be created.
 */
public final class ThrowawayPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ThrowawayPostgres.class);

  private final String description;
  private final PGSimpleDataSource dataSource;
  private final AutoCloseable stop;

  private ThrowawayPostgres(String description, PGSimpleDataSource dataSource, AutoCloseable stop) {
    this.description = description;
    this.dataSource = dataSource;
    this.stop = stop;
  }

  public static ThrowawayPostgres start() {
    long t0 = System.nanoTime();
    String wanted = setting("broker.postgres", "auto");
    ThrowawayPostgres pg =
        wanted.startsWith("jdbc:") ? onServer(wanted)
        : switch (wanted) {
            case "auto" -> auto();
            case "testcontainers" -> container();
            case "embedded" -> embedded();
            default -> throw new IllegalArgumentException("broker.postgres=" + wanted);
          };
    log.info("PostgreSQL for this build: {} (ready in {} ms)", pg.description, (System.nanoTime() - t0) / 1_000_000);
    return pg;
  }

  public DataSource dataSource() { return dataSource; }
  public String jdbcUrl() { return dataSource.getURL(); }
  public String user() { return dataSource.getUser(); }
  public String password() { return dataSource.getPassword(); }
  @Override public String toString() { return description; }

  @Override public void close() {
    try {
      stop.close();
    } catch (Exception e) {
      log.warn("Could not stop {}", description, e);
    }
  }

  private static ThrowawayPostgres auto() {
    String whyNot;
    try {
      whyNot = Containers.whyNotUsable();
      if (whyNot == null) return container();
    } catch (RuntimeException | LinkageError e) {
      whyNot = e.toString();
    }
    log.info("No container: {}. Falling back to an embedded PostgreSQL.", whyNot);
    return embedded();
  }

  private static ThrowawayPostgres container() {
    var container = Containers.start();
    return new ThrowawayPostgres("Testcontainers, " + container.getDockerImageName(),
        dataSource(container.getJdbcUrl(), container.getUsername(), container.getPassword()), container);
  }

  private static ThrowawayPostgres embedded() {
    EmbeddedPostgres server = Embedded.start();
    return new ThrowawayPostgres("embedded, port " + server.getPort(),
        dataSource(server.getJdbcUrl("postgres", "postgres"), "postgres", ""), server);
  }

  private static ThrowawayPostgres onServer(String url) {
    PGSimpleDataSource admin =
        dataSource(url, setting("broker.postgres.user", null), setting("broker.postgres.password", null));
    String name = "broker_tmp_" + UUID.randomUUID().toString().replace("-", "");
    execute(admin, "create database " + name);
    PGSimpleDataSource own = dataSource(url, admin.getUser(), admin.getPassword());
    own.setDatabaseName(name);
    return new ThrowawayPostgres("database " + name + " on " + url, own,
        () -> execute(admin, "drop database if exists " + name + " with (force)"));
  }

  private static void execute(DataSource ds, String sql) {
    try (Connection c = ds.getConnection(); Statement s = c.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private static PGSimpleDataSource dataSource(String url, String user, String password) {
    PGSimpleDataSource ds = new PGSimpleDataSource();
    ds.setUrl(url);
    if (user != null) ds.setUser(user);
    if (password != null) ds.setPassword(password);
    return ds;
  }

  static String setting(String name, String otherwise) {
    String v = System.getProperty(name);
    if (v == null || v.isBlank()) v = System.getenv(name.toUpperCase(java.util.Locale.ROOT).replace('.', '_'));
    return v == null || v.isBlank() ? otherwise : v;
  }
}
