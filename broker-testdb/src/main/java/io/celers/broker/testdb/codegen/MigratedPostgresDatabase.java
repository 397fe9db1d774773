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
 * Lets jOOQ's code generator read a throw-away PostgreSQL on which migrations have just run.
 *
 * <p>Named as {@code <database><name>} of the generator, with this module as a dependency of its
 * plug-in. Properties of the generator's {@code <database>} say what runs:
 *
 * <ul>
 *   <li>{@code brokerSchema}: {@code true}, the default, makes the broker's tables in the schema
 *       {@code celers}; {@code false} leaves them out
 *   <li>{@code locations}: Flyway locations of own migrations, separated by commas; none by
 *       default. A relative {@code filesystem:} folder is one of the module
 *   <li>{@code schema}: the schema that own migrations run in and keep their history in; {@code
 *       public} by default
 * </ul>
 *
 * <p>Nothing is started before jOOQ sends its first query: with {@link MigrationsVersion}, that is
 * only if something changed. Used by one thread.
 */
public class MigratedPostgresDatabase extends PostgresDatabase {

  private @Nullable ThrowawayPostgres postgres;

  @Override
  protected DSLContext create0() {
    return DSL.using(new Lazily(), SQLDialect.POSTGRES);
  }

  @Override
  public void close() {
    super.close();
    Connection connection = postgres == null ? null : getConnection();
    try (ThrowawayPostgres stopped = postgres) {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new DataAccessException("Cannot close the connection to " + postgres, e);
    } finally {
      postgres = null;
    }
  }

  private Connection connection() {
    if (postgres == null) {
      postgres = ThrowawayPostgres.start();
      TestDatabase database = postgres.emptyDatabase();
      MigrationPlan.of(this).migrate(database.dataSource());
      try {
        // jOOQ's own class also uses the connection directly
        setConnection(database.dataSource().getConnection());
      } catch (SQLException e) {
        throw new DataAccessException("Cannot connect to " + database, e);
      }
    }
    return getConnection();
  }

  /** Gives jOOQ the one connection when it is first asked for. */
  private final class Lazily implements ConnectionProvider {
    @Override
    public Connection acquire() {
      return connection();
    }

    @Override
    public void release(Connection connection) {
      // kept until the generator is done
    }
  }
}
