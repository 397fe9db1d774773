package io.celers.broker.jooq.internal.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.celers.broker.monitoring.PoolFigures;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Looks into a pool of HikariCP. Only to be loaded where its classes are. */
final class HikariPools {

  private HikariPools() {}

  /** Empty if it is no such pool, or one that has not begun yet. */
  static Optional<PoolFigures> of(DataSource dataSource) {
    return pool(dataSource).flatMap(HikariPools::figures);
  }

  /** Whether it is such a pool, and was closed: nobody will get a connection of it any more. */
  static boolean isClosed(DataSource dataSource) {
    return pool(dataSource).filter(HikariDataSource::isClosed).isPresent();
  }

  private static Optional<HikariDataSource> pool(DataSource dataSource) {
    try {
      return dataSource.isWrapperFor(HikariDataSource.class)
          ? Optional.of(dataSource.unwrap(HikariDataSource.class))
          : Optional.empty();
    } catch (SQLException noWrapper) {
      // Some data sources throw instead of saying no.
      return Optional.empty();
    }
  }

  private static Optional<PoolFigures> figures(HikariDataSource pool) {
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
  }
}
