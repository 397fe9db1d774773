package io.celers.broker.testdb.codegen;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.meta.postgres.PostgresDatabase;
import org.jspecify.annotations.Nullable;

/**
 * For jOOQ's code generator, in the manner of its own LiquibaseDatabase: a throw-away PostgreSQL on
 * which the Flyway migrations just ran. Nothing is started before jOOQ sends its first query.
 */
public class MigratedPostgresDatabase extends PostgresDatabase {

  private @Nullable ThrowawayPostgres postgres;

  @Override
  protected DSLContext create0() {
    return DSL.using(
        new ConnectionProvider() {
          @Override
          public Connection acquire() {
            return connection();
          }

          @Override
          public void release(Connection c) {}
        },
        SQLDialect.POSTGRES);
  }

  private synchronized Connection connection() {
    if (postgres == null)
      try {
        postgres = ThrowawayPostgres.start();
        TestDatabase database = postgres.migratedDatabase();
        setConnection(
            database.dataSource().getConnection()); // jOOQ also uses getConnection() itself
      } catch (SQLException e) {
        throw new DataAccessException("Cannot connect to " + postgres, e);
      }
    return getConnection();
  }

  @Override
  public synchronized void close() {
    super.close();
    try {
      if (getConnection() != null) getConnection().close();
    } catch (SQLException ignored) {
      // the server goes away anyway
    }
    if (postgres != null) postgres.close();
  }
}
