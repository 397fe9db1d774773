package io.celers.broker.testdb;

import io.celers.broker.schema.BrokerSchema;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that disappears on {@link #close()}, with as many databases as a test wants.
 *
 * <p>{@code -Dbroker.postgres=..} (environment: {@code BROKER_POSTGRES}) says where it comes from:
 *
 * <ul>
 *   <li>{@code auto}, the default: a container if a Docker engine and the images are usable without
 *       long waiting, else an embedded server
 *   <li>{@code testcontainers}: a container, or an error
 *   <li>{@code embedded}: an embedded server
 *   <li>a {@code jdbc:postgresql:} URL: a running server, on which temporary databases are created;
 *       {@code broker.postgres.user} and {@code broker.postgres.password} name a role that may
 * </ul>
 *
 * <p>One log line says which it was and why. The server is set up for speed: it does not survive a
 * crash of the machine. For data that is kept see {@link EmbeddedServer#durable}.
 *
 * <p>Safe for use by many threads.
 */
public final class ThrowawayPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ThrowawayPostgres.class);

  private final Server server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<TestDatabase> open = ConcurrentHashMap.newKeySet();
  private @Nullable TestDatabase template;

  ThrowawayPostgres(Server server) {
    this.server = server;
  }

  /**
   * Starts a server, or connects to the given one.
   *
   * @throws IllegalArgumentException if {@code broker.postgres} is none of the values above
   * @throws IllegalStateException if the wanted source cannot be had
   */
  public static ThrowawayPostgres start() {
    long startedAt = System.nanoTime();
    Server server = ServerSource.wanted().start();
    long millis = (System.nanoTime() - startedAt) / 1_000_000;
    log.info("PostgreSQL: {}; ready in {} ms", server.description(), millis);
    return new ThrowawayPostgres(server);
  }

  /**
   * The one server of this JVM, started by the first call and stopped when the JVM ends.
   *
   * <p>{@link #close()} on it is for the end of the JVM only: later callers get the same, closed
   * one.
   */
  public static ThrowawayPostgres shared() {
    return Shared.INSTANCE;
  }

  /** Creates a database with nothing in it. */
  public TestDatabase emptyDatabase() {
    String name = freshName();
    server.commands().create(name);
    return database(name);
  }

  /**
   * Creates a database that holds the broker's schema under its default name.
   *
   * <p>The migrations run once for each server; every call copies the result, which takes some tens
   * of milliseconds.
   */
  public TestDatabase migratedDatabase() {
    return newDatabase(migratedTemplate());
  }

  /**
   * Creates a copy of another database of this server, in some tens of milliseconds.
   *
   * <p>PostgreSQL refuses to copy a database that someone is connected to, so a pool on the
   * template must be closed before.
   */
  public TestDatabase newDatabase(TestDatabase template) {
    String name = freshName();
    server.commands().createFrom(template.name(), name);
    return database(name);
  }

  /**
   * Stops the server, and with it all databases; on a given server drops those that are still open.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      Server.Stop stop = server.stop();
      if (stop == null) {
        List.copyOf(open).forEach(TestDatabase::close);
      } else {
        stop.run();
      }
    } catch (Exception e) {
      log.warn("Could not stop {}", server.description(), e);
    }
  }

  /** What this is and why, as in the log. */
  @Override
  public String toString() {
    return server.description();
  }

  private synchronized TestDatabase migratedTemplate() {
    if (template == null) {
      TestDatabase fresh = emptyDatabase();
      BrokerSchema.migrate(fresh.dataSource());
      template = fresh;
    }
    return template;
  }

  private TestDatabase database(String name) {
    TestDatabase database =
        new TestDatabase(name, server.database(name), server.commands(), open::remove);
    open.add(database);
    return database;
  }

  private static String freshName() {
    return "celers_test_" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Started when it is first asked for. */
  private static final class Shared {
    static final ThrowawayPostgres INSTANCE = startShared();

    private static ThrowawayPostgres startShared() {
      ThrowawayPostgres postgres = start();
      Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "throwaway-postgres-stop"));
      return postgres;
    }
  }
}
