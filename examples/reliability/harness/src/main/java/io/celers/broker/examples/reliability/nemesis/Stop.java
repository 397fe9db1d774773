package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.process.Fleet;
import java.util.Random;

/** SIGTERM, and a new process when the old one has ended, as in a deployment. */
public final class Stop implements Fault {

  @Override
  public String kind() {
    return Counts.STOPS;
  }

  @Override
  public void strike(Fleet fleet, int place, Random random) {
    fleet.at(place).stop();
    fleet.replace(place);
  }
}
