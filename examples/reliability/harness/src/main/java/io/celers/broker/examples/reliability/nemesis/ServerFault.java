package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.SQLException;

/** A way to do harm to the server, and so to all processes at once. */
public interface ServerFault {

  /** What is written down of it. */
  ServerHarm harm();

  /**
   * Does it; returns when the server accepts connections.
   *
   * @return how many sessions were hit, or one server; nothing if there was none to hit
   */
  long strike(HarnessServer server) throws SQLException;

  /** How many are to be hit: it is done again until they are. */
  default long wanted() {
    return 1;
  }
}
