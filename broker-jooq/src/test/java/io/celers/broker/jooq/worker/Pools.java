package io.celers.broker.jooq.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.testkit.BrokerDatabase;

/** Connection pools as applications have them. */
final class Pools {

  private Pools() {}

  /** Of connections at this isolation level, as a constant of {@link java.sql.Connection}. */
  static HikariDataSource at(int isolation, BrokerDatabase db) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(10);
    config.setMinimumIdle(0);
    config.setTransactionIsolation(Integer.toString(isolation));
    return new HikariDataSource(config);
  }
}
