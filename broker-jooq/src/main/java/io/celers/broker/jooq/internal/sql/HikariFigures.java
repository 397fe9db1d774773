package io.celers.broker.jooq.internal.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.celers.broker.monitoring.PoolFigures;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Looks into a pool of HikariCP. Only to be loaded where its classes are. */
final class HikariFigures {

  private HikariFigures() {}

  /** Empty if it is no such pool, or one that has not begun yet. */
  static Optional<PoolFigures> of(DataSource dataSource) {
    try {
      if (!dataSource.isWrapperFor(HikariDataSource.class)) {
        return Optional.empty();
      }
      HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
      HikariPoolMXBean now = pool.getHikariPoolMXBean();
      return now == null
          ? Optional.empty()
          : Optional.of(
              new PoolFigures(
                  pool.getMaximumPoolSize(),
                  now.getTotalConnections(),
                  now.getActiveConnections(),
                  now.getIdleConnections(),
                  now.getThreadsAwaitingConnection()));
    } catch (SQLException noWrapper) {
      // Some data sources throw instead of saying no.
      return Optional.empty();
    }
  }
}
