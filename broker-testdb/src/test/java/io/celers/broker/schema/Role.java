package io.celers.broker.schema;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An ordinary role of one test: may log in, and nothing else. */
final class Role implements AutoCloseable {

  private static final String PASSWORD = "s3cret-of-the-test";

  private final TestDatabase database;
  private final String name = "role_" + UUID.randomUUID().toString().replace("-", "");

  private Role(TestDatabase database) {
    this.database = database;
  }

  static Role in(TestDatabase database) throws SQLException {
    Role role = new Role(database);
    Sql.execute(
        database.dataSource(), "create role " + role + " login password '" + PASSWORD + "'");
    return role;
  }

  DataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.jdbcUrl());
    dataSource.setUser(name);
    dataSource.setPassword(PASSWORD);
    return dataSource;
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() throws SQLException {
    Sql.execute(database.dataSource(), "drop owned by " + name, "drop role " + name);
  }
}
