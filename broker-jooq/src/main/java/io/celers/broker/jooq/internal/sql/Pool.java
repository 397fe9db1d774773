package io.celers.broker.jooq.internal.sql;

import io.celers.broker.monitoring.PoolFigures;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.impl.DataSourceConnectionProvider;

/** The connection pool behind a configuration, if there is one that can be looked into. */
final class Pool {

  private static final boolean HIKARI_IS_PRESENT = isPresent("com.zaxxer.hikari.HikariDataSource");

  private Pool() {}

  static Optional<PoolFigures> of(Configuration configuration) {
    return dataSource(configuration).flatMap(HikariPools::of);
  }

  static boolean isClosed(Configuration configuration) {
    return dataSource(configuration).filter(HikariPools::isClosed).isPresent();
  }

  private static Optional<DataSource> dataSource(Configuration configuration) {
    return HIKARI_IS_PRESENT
            && configuration.connectionProvider() instanceof DataSourceConnectionProvider provider
        ? Optional.of(provider.dataSource())
        : Optional.empty();
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, Pool.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
