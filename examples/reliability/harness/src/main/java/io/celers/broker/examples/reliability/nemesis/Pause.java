package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.process.Fleet;
import java.time.Duration;
import java.util.Random;

/** SIGSTOP for longer than a lease, as a long collection of garbage or a stopped machine. */
public final class Pause implements Fault {

  private static final int MOST_MORE_MILLIS = 2_000;

  private final Duration shortest;

  /** For at least so long, and up to two seconds more. */
  public Pause(Duration shortest) {
    this.shortest = shortest;
  }

  @Override
  public String kind() {
    return Counts.PAUSES;
  }

  @Override
  public void strike(Fleet fleet, int place, Random random) throws InterruptedException {
    fleet.at(place).pause();
    try {
      Thread.sleep(shortest.toMillis() + random.nextInt(MOST_MORE_MILLIS));
    } finally {
      fleet.at(place).resume();
    }
  }
}
