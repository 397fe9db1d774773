package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.process.Fleet;
import java.util.Random;

/** SIGKILL, and a new process in the same place. */
public final class Kill implements Fault {

  @Override
  public String kind() {
    return Counts.KILLS;
  }

  @Override
  public void strike(Fleet fleet, int place, Random random) {
    fleet.at(place).kill();
    fleet.replace(place);
  }
}
