package io.celers.broker.jooq.rules.offenders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Goes round jOOQ. */
public final class JdbcOffender {

  private JdbcOffender() {}

  static boolean executes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    }
  }

  static PreparedStatement prepares(Connection connection) throws SQLException {
    return connection.prepareStatement("select 1");
  }
}
