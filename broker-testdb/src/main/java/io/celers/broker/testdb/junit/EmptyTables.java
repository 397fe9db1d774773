package io.celers.broker.testdb.junit;

import io.celers.broker.schema.BrokerSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Empties all tables of the broker but those that say which schema this is.
 *
 * <p>Those that nothing was ever written to are left alone: a truncated table gets new files, which
 * takes longer than most tests.
 */
final class EmptyTables {

  private static final String BROKERS_TABLES =
      """
      select oid::regclass::text from pg_class
      where relnamespace = '%s'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
        and relname like 'celers\\_%%' and relname not like 'celers\\_schema\\_%%'
      """
          .formatted(BrokerSchema.DEFAULT_SCHEMA);

  private EmptyTables() {}

  static void execute(DataSource dataSource, List<String> more) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // A test that left a transaction open must be found out, not waited for.
      statement.execute("set local lock_timeout = '5s'");
      List<String> tables = Stream.concat(brokers(statement).stream(), more.stream()).toList();
      if (!tables.isEmpty()) {
        statement.execute("truncate " + String.join(", ", tables) + " restart identity");
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot empty the tables", e);
    }
  }

  private static List<String> brokers(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(BROKERS_TABLES)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
