package io.celers.broker.examples.reliability.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import java.time.Duration;

/** The broker of a process, on a pool. */
final class Connections {

  /** Where pools are to be used up. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

  private Connections() {}

  static HikariDataSource pool(Arguments arguments, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(arguments.text("name"));
    config.setJdbcUrl(arguments.text("url"));
    config.setUsername(arguments.text("user"));
    config.setMaximumPoolSize(size);
    // a process may be started while the server is away
    config.setInitializationFailTimeout(-1);
    if (arguments.number("hold", 0) > 0) {
      config.setConnectionTimeout(SHORT_PATIENCE.toMillis());
    }
    config.addDataSourceProperty("ApplicationName", arguments.text("name"));
    return new HikariDataSource(config);
  }

  static JooqBroker broker(Arguments arguments, HikariDataSource pool, Duration lease) {
    return JooqBroker.builder(pool).workerId(arguments.text("name")).lease(lease).build();
  }
}
