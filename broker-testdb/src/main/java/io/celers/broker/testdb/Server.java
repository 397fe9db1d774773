package io.celers.broker.testdb;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running server on which databases can be created, wherever it comes from.
 *
 * @param description what it is and why, for the log; never holds a password
 * @param admin connects as a role that may create and drop databases
 * @param stop releases what was started for it; null for a server that was given, and goes on
 */
record Server(String description, PGSimpleDataSource admin, @Nullable Stop stop) {

  /** Stops what was started, and may be called again. */
  @FunctionalInterface
  interface Stop {
    void run() throws Exception;
  }

  /** The same server and role, another database. */
  PGSimpleDataSource database(String name) {
    PGSimpleDataSource other = new PGSimpleDataSource();
    other.setUrl(admin.getURL());
    other.setUser(admin.getUser());
    other.setPassword(admin.getPassword());
    other.setDatabaseName(name);
    return other;
  }

  DatabaseCommands commands() {
    return new DatabaseCommands(admin);
  }
}
