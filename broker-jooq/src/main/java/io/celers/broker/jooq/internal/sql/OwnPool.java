package io.celers.broker.jooq.internal.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A connection pool that belongs to a broker. With HikariPools the only class that knows HikariCP.
 */
public final class OwnPool {

  private static final String NAME = "celers-broker";

  /** Longer than any statement of the broker should take, the exact counts of huge tables apart. */
  private static final String SOCKET_TIMEOUT_SECONDS = "300";

  /** Sessions are replaced no more often: whoever fails would make all of them connect again. */
  private static final Duration BETWEEN_REPLACEMENTS = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final AtomicLong nextReplacement = new AtomicLong(System.nanoTime());

  private OwnPool(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Opens a pool; its first connection is made when it is first needed.
   *
   * @param url {@code jdbc:postgresql:..}
   */
  public static OwnPool open(String url, String user, String password) {
    if (!url.startsWith("jdbc:postgresql:")) {
      // The URL itself may hold a password.
      throw new IllegalArgumentException("url must begin with jdbc:postgresql:");
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName(NAME);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    // Do not connect now: the database may come up later than the application.
    config.setInitializationFailTimeout(-1);
    // Without these a connection whose peer vanished hangs for ever; the URL may say otherwise.
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "10");
    config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new OwnPool(new HikariDataSource(config));
  }

  /** On the pool. */
  public DSLContext context() {
    DSLContext context = DSL.using(pool, SQLDialect.POSTGRES);
    context.configuration().data(OwnPool.class, this);
    return context;
  }

  /**
   * A session has turned out to be read-only: it is replaced, and all others with it. They may lead
   * to a server that is a standby now, and would stay there for as long as they are kept.
   *
   * @param configuration nothing happens if it is on no pool of a broker's own
   */
  static void replaceSessions(Configuration configuration) {
    if (configuration.data(OwnPool.class) instanceof OwnPool own) {
      own.replaceSessions();
    }
  }

  private void replaceSessions() {
    long now = System.nanoTime();
    long next = nextReplacement.get();
    if (now - next >= 0
        && nextReplacement.compareAndSet(next, now + BETWEEN_REPLACEMENTS.toNanos())) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** The pool. */
  public DataSource dataSource() {
    return pool;
  }

  /** Closes all connections. */
  public void close() {
    pool.close();
  }
}
