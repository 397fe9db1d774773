package io.celers.broker.testdb;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that runs from unpacked binaries, as a child of this JVM, with nothing
 * installed.
 *
 * <p>Runs as an ordinary user and as root (PostgreSQL itself refuses root, so it then gives up its
 * privileges). It listens on a free port of the loopback interface only, and asks for no password:
 * whoever can run programs on this machine can connect.
 *
 * <p>Stopped by {@link #close()} and when the JVM ends. After {@code kill -9} of the JVM the server
 * goes on running; the next start finds and stops it. Safe for use by many threads.
 */
public final class EmbeddedServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);

  private final ServerDirectory directory;
  private final EmbeddedProcess process;
  private final boolean kept;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread atExit = new Thread(this::stop, "embedded-postgres-stop");

  private EmbeddedServer(ServerDirectory directory, Map<String, String> settings, boolean kept) {
    this.directory = directory;
    this.kept = kept;
    this.process = EmbeddedProcess.start(directory, settings);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts an empty server whose data is deleted when it stops.
   *
   * <p>Set up for speed: what was committed is lost if the machine crashes. Also removes what
   * earlier JVMs of this user left when they were killed.
   *
   * @throws IllegalStateException if it does not start; the message holds the end of the server's
   *     log
   */
  public static EmbeddedServer temporary() {
    Path servers = EmbeddedProcess.workDirectory().resolve("servers");
    ServerDirectory.removeAbandoned(servers);
    ServerDirectory directory = ServerDirectory.claimNew(servers);
    return started(directory, ServerConfiguration.THROWAWAY, false);
  }

  /**
   * Starts a server on a directory that keeps its data, with durable settings.
   *
   * <p>The directory is made if it does not exist; a later call with the same directory finds the
   * same data, after a crash of the JVM or of the machine as well. What was committed stays
   * committed.
   *
   * @param directory belongs to this server alone; when run as root, every user must be able to
   *     enter the folders above it
   * @throws IllegalStateException if another JVM uses the directory now, if it was written by
   *     another major version of PostgreSQL, or if the server does not start within a minute
   */
  public static EmbeddedServer durable(Path directory) {
    return durable(directory, Map.of());
  }

  /**
   * As {@link #durable(Path)}, with these settings on top of the others.
   *
   * @param settings by name, as in {@code postgresql.conf}
   */
  public static EmbeddedServer durable(Path directory, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(ServerConfiguration.DURABLE);
    all.putAll(settings);
    EmbeddedServer server =
        started(ServerDirectory.claim(directory.toAbsolutePath().normalize()), all, true);
    log.info("PostgreSQL: embedded {}, data kept in {}", server, directory);
    return server;
  }

  private static EmbeddedServer started(
      ServerDirectory directory, Map<String, String> settings, boolean kept) {
    try {
      directory.stopOrphan();
      return new EmbeddedServer(directory, settings, kept);
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  /** Opens a new connection to the database {@code postgres} each time. */
  public DataSource dataSource() {
    return admin();
  }

  /** Address of the database {@code postgres}, without the user. */
  public String jdbcUrl() {
    return admin().getURL();
  }

  /** The superuser, who has no password. */
  public String user() {
    return EmbeddedProcess.SUPERUSER;
  }

  /**
   * Stops the server and starts it again on the same port, with the same data and settings, and
   * waits until it accepts connections. One that has died by itself is started as well.
   *
   * <p>Nothing that was committed is lost, whatever the mode, if the server is {@link #durable}.
   *
   * @throws IllegalStateException if it does not start within a minute
   */
  public void restart(StopMode mode) {
    process.restart(mode);
  }

  /** Stops the server and waits for it. Does nothing the second time. */
  @Override
  public void close() {
    if (stop()) {
      forgetHook();
    }
  }

  @Override
  public String toString() {
    return process.version() + " on port " + process.port();
  }

  PGSimpleDataSource admin() {
    return process.admin();
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException jvmEnds) {
      // closed by a shutdown hook of the application: ours finds the server stopped
    }
  }

  private boolean stop() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    process.stop();
    if (kept) {
      directory.release();
    } else {
      directory.deleteAndRelease();
    }
    return true;
  }
}
