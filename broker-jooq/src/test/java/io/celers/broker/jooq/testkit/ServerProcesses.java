package io.celers.broker.jooq.testkit;

import io.celers.broker.testdb.EmbeddedServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of a server on this machine: its main one, and those of its sessions. */
public final class ServerProcesses {

  private final ProcessHandle main;

  private ServerProcesses(ProcessHandle main) {
    this.main = main;
  }

  /** Of a server that accepts connections. */
  public static ServerProcesses of(EmbeddedServer server) throws SQLException {
    try (Connection connection = server.dataSource().getConnection()) {
      return new ServerProcesses(session(connection).parent().orElseThrow());
    }
  }

  /** The one that serves a connection. */
  public static ProcessHandle session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1)).orElseThrow();
    }
  }

  /** The main one. */
  public ProcessHandle main() {
    return main;
  }

  /** SIGKILL of the main one, as when memory runs out; returns when the others have noticed. */
  public void kill() throws Exception {
    List<ProcessHandle> all = Stream.concat(Stream.of(main), main.children()).toList();
    main.destroyForcibly();
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .get(60, TimeUnit.SECONDS);
  }
}
