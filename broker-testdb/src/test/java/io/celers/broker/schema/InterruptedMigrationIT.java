package io.celers.broker.schema;

import static io.celers.broker.schema.BrokerSchema.LAST_MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Migrations whose connection is lost on the way. */
class InterruptedMigrationIT {

  /** What changes nothing is not worth a cut. */
  private static final Pattern HARMLESS =
      Pattern.compile("\\s*(select|set|reset)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  /** Each run dies one statement later than the one before, from the first of a migration on. */
  @Test
  void migrationThatIsCutAtEveryStatementGoesOn() throws SQLException {
    int cuts = 0;
    int survived = 0;
    long applied = applied();
    while (!migrates(survived)) {
      cuts++;
      long now = applied();
      survived = now == applied ? survived + 1 : 0;
      applied = now;
    }

    assertThat(cuts).isGreaterThan(5 * LAST_MIGRATION);
    assertThat(applied()).isEqualTo(LAST_MIGRATION);
    assertThat(BrokerSchema.migrate(database.dataSource()).migrationsApplied()).isZero();
    assertThat(count("select count(*) from pg_index where not indisvalid")).isZero();
    assertThat(
            count(
                "select count(*) from pg_tables where schemaname = 'celers'"
                    + " and tablename <> 'celers_schema_history'"))
        .isEqualTo(Migrations.tables().size());
  }

  /** Whether it comes to its end before it is cut. */
  private boolean migrates(int survived) {
    try {
      BrokerSchema.migrate(cutAfter(survived));
      return true;
    } catch (BrokerSchemaException e) {
      return false;
    }
  }

  private long applied() throws SQLException {
    return count("select count(*) from pg_tables where tablename = 'celers_schema_history'") == 0
        ? 0
        : count(
            "select count(*) from celers.celers_schema_history where version is not null and success");
  }

  private long count(String query) throws SQLException {
    return Sql.count(database.dataSource(), query);
  }

  /** The connection is lost after the next statement that changes something has happened. */
  private DataSource cutAfter(int survived) {
    AtomicInteger left = new AtomicInteger(survived);
    return proxy(
        DataSource.class,
        database.dataSource(),
        (name, arguments, result) ->
            result instanceof Connection connection
                ? proxy(Connection.class, connection, statements(connection, left))
                : result);
  }

  private static After statements(Connection connection, AtomicInteger left) {
    return (name, arguments, result) ->
        result instanceof Statement statement && name.equals("createStatement")
            ? proxy(
                Statement.class,
                statement,
                (called, with, returned) -> {
                  if (called.startsWith("execute")
                      && !HARMLESS.matcher((String) with[0]).matches()
                      && left.getAndDecrement() <= 0) {
                    connection.abort(Runnable::run);
                    throw new SQLException("the connection was cut", "08006");
                  }
                  return returned;
                })
            : result;
  }

  /** What becomes of the result of a call. */
  private interface After {
    Object apply(String method, Object[] arguments, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T real, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.apply(method.getName(), arguments, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
