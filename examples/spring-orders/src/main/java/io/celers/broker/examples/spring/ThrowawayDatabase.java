package io.celers.broker.examples.spring;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import sun.misc.Signal;

/**
 * A PostgreSQL of the application's own, unless {@code spring.datasource.url} names another one.
 * Gone with the application: for trying it out. An application of yours has no such class.
 */
@Component
@ConditionalOnProperty(
    name = "spring.datasource.url",
    havingValue = "throw-away",
    matchIfMissing = true)
class ThrowawayDatabase implements JdbcConnectionDetails, DisposableBean {

  private final ThrowawayPostgres postgres = ThrowawayPostgres.start();
  private final TestDatabase database = postgres.emptyDatabase();

  /**
   * Takes Ctrl-C and SIGTERM out of the hands of the shutdown hooks: they all run at once, and that
   * of the embedded server would stop it before the application has come to its end.
   */
  ThrowawayDatabase(ApplicationContext context) {
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), signal -> stop(context, 128 + signal.getNumber()));
    }
  }

  private static void stop(ApplicationContext context, int code) {
    Thread stop =
        new Thread(
            () -> {
              SpringApplication.exit(context);
              System.exit(code);
            },
            "stop");
    // else the JVM might end with code 0 when the web server's threads have ended
    stop.setDaemon(false);
    stop.start();
  }

  @Override
  public String getJdbcUrl() {
    return database.jdbcUrl();
  }

  @Override
  public String getUsername() {
    return database.user();
  }

  @Override
  public String getPassword() {
    return database.password();
  }

  /** After the pool, which depends on it. */
  @Override
  public void destroy() {
    postgres.close();
  }
}
