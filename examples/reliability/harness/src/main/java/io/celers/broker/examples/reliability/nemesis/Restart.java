package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.testdb.StopMode;

/** The server ends in one of three ways, and is started again. */
public record Restart(StopMode mode) implements ServerFault {

  @Override
  public ServerHarm harm() {
    return switch (mode) {
      case FAST -> ServerHarm.RESTART;
      case IMMEDIATE -> ServerHarm.IMMEDIATE_STOP;
      case KILL -> ServerHarm.POSTMASTER_KILL;
    };
  }

  @Override
  public long strike(HarnessServer server) {
    server.restart(mode);
    return 1;
  }
}
