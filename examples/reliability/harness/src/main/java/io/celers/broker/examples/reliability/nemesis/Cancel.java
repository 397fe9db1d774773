package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.Sessions;
import java.sql.Connection;
import java.sql.SQLException;

/** So many statements are cancelled that run just now. */
public record Cancel(int statements) implements ServerFault {

  @Override
  public ServerHarm harm() {
    return ServerHarm.CANCELLATION;
  }

  @Override
  public long strike(HarnessServer server) throws SQLException {
    try (Connection connection = server.connect()) {
      return Sessions.cancel(connection, statements);
    }
  }
}
