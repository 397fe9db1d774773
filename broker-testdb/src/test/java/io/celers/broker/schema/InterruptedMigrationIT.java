package io.celers.broker.schema;

import static io.celers.broker.schema.BrokerSchema.LAST_MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.schema.WatchedMigrations.Moment;
import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Migrations whose connection is lost on the way. */
class InterruptedMigrationIT {

  private static final String NONE = "none";

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  /** So that one cut within a migration is as good as any other. */
  @Test
  void migrationIsOneTransaction() {
    List<Set<String>> migrations = new ArrayList<>();
    Set<String> ofThisOne = new HashSet<>();

    BrokerSchema.migrate(
        WatchedMigrations.on(
            database.dataSource(),
            (now, connection) -> {
              if (now == Moment.AFTER_COMMIT) {
                migrations.add(Set.copyOf(ofThisOne));
                ofThisOne.clear();
              } else {
                ofThisOne.add(transaction(connection));
              }
            }));

    assertThat(ofThisOne).isEmpty();
    assertThat(migrations)
        .hasSize(LAST_MIGRATION)
        .doesNotHaveDuplicates()
        .allSatisfy(ids -> assertThat(ids).hasSize(1).doesNotContain(NONE));
  }

  /** The first call that comes to that moment is cut there; the next one finds what it left. */
  @Test
  void migrationThatIsCutGoesOn() throws SQLException {
    for (int migration = 1; migration <= LAST_MIGRATION; migration++) {
      for (Moment moment : Moment.values()) {
        assertThatExceptionOfType(BrokerSchemaException.Unavailable.class)
            .as("migration %d cut %s", migration, moment)
            .isThrownBy(() -> BrokerSchema.migrate(cutAt(moment)));

        assertThat(applied())
            .as("migrations once %d was cut %s", migration, moment)
            .isEqualTo(moment == Moment.AFTER_COMMIT ? migration : migration - 1);
      }
    }

    assertThat(BrokerSchema.migrate(database.dataSource()))
        .isEqualTo(new MigratedSchema("celers", 0, LAST_MIGRATION));
    assertThat(count("select count(*) from pg_index where not indisvalid")).isZero();
    assertThat(
            count(
                "select count(*) from pg_tables where schemaname = 'celers'"
                    + " and tablename <> 'celers_schema_history'"))
        .isEqualTo(Migrations.tables().size());
  }

  private DataSource cutAt(Moment moment) {
    return WatchedMigrations.on(
        database.dataSource(),
        (now, connection) -> {
          if (now == moment) {
            connection.abort(Runnable::run);
            throw new SQLException("the connection was cut", "08006");
          }
        });
  }

  private long applied() throws SQLException {
    return count(
        "select count(*) from celers.celers_schema_history where version <> '0' and success");
  }

  private long count(String query) throws SQLException {
    return Sql.count(database.dataSource(), query);
  }

  private static String transaction(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select coalesce(pg_current_xact_id_if_assigned()::text, '" + NONE + "')")) {
      row.next();
      return row.getString(1);
    }
  }
}
