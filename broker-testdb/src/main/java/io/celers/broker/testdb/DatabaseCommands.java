package io.celers.broker.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.core.Utils;

/**
 * Creates and drops whole databases: the only SQL text of this module.
 *
 * <p>jOOQ is no dependency here, and none of these commands takes a bind value.
 */
final class DatabaseCommands {

  private final DataSource admin;

  DatabaseCommands(DataSource admin) {
    this.admin = admin;
  }

  void create(String name) {
    execute("create database " + quoted(name));
  }

  /** Copies a database that nobody is connected to. */
  void createFrom(String template, String name) {
    execute("create database " + quoted(name) + " template " + quoted(template));
  }

  /** Drops a database even if someone is still connected to it. */
  void drop(String name) {
    execute("drop database if exists " + quoted(name) + " with (force)");
  }

  private void execute(String sql) {
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Failed: " + sql, e);
    }
  }

  private static String quoted(String identifier) {
    try {
      return Utils.escapeIdentifier(null, identifier).toString();
    } catch (SQLException e) {
      throw new IllegalArgumentException("not an identifier: " + identifier, e);
    }
  }
}
