package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.Sessions;
import java.sql.Connection;
import java.sql.SQLException;

/** So many sessions are ended, as an administrator does: at once if there are so many. */
public record Terminate(int sessions) implements ServerFault {

  @Override
  public ServerHarm harm() {
    return ServerHarm.TERMINATION;
  }

  @Override
  public long wanted() {
    return sessions;
  }

  @Override
  public long strike(HarnessServer server) throws SQLException {
    try (Connection connection = server.connect()) {
      return Sessions.terminate(connection, sessions);
    }
  }
}
