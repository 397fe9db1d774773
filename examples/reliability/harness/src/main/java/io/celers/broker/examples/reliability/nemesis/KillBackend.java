package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.SQLException;

/** One session's process is killed, and the server restarts all by itself. */
public record KillBackend() implements ServerFault {

  @Override
  public ServerHarm harm() {
    return ServerHarm.BACKEND_KILL;
  }

  @Override
  public long strike(HarnessServer server) throws SQLException {
    return server.killBackend() ? 1 : 0;
  }
}
