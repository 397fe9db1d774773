package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.process.Fleet;
import java.util.Random;

/** A way to do harm to one process. */
public interface Fault {

  /** First word of what is written down of it. */
  String kind();

  /**
   * Does it to whoever has the place, makes good for it, and only then returns.
   *
   * @param random decides how long what takes
   */
  void strike(Fleet fleet, int place, Random random) throws InterruptedException;
}
