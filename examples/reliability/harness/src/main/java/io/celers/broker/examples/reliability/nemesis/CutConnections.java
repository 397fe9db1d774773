package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.proxy.Link;
import io.celers.broker.examples.reliability.proxy.PostgresProxy;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * So many connections are cut on their way, one half as if the other ends had died, one half as if
 * they had closed them.
 */
public final class CutConnections implements ServerFault {

  private final PostgresProxy proxy;
  private final int connections;
  private final Random random;

  /** Of those that go through this proxy; the random numbers decide which. */
  public CutConnections(PostgresProxy proxy, int connections, Random random) {
    this.proxy = proxy;
    this.connections = connections;
    this.random = random;
  }

  @Override
  public ServerHarm harm() {
    return ServerHarm.CONNECTION_CUT;
  }

  @Override
  public long strike(HarnessServer server) {
    List<Link> links = new ArrayList<>(proxy.links());
    Collections.shuffle(links, random);
    int cut = Math.min(connections, links.size());
    for (int i = 0; i < cut; i++) {
      if (i % 2 == 0) {
        links.get(i).reset();
      } else {
        links.get(i).finish();
      }
    }
    return cut;
  }
}
