package io.celers.broker.examples.reliability.checker.corruption;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import java.util.Optional;
import java.util.Random;

/** A way to be wrong. */
@FunctionalInterface
public interface Corruption {

  /**
   * Makes good evidence wrong in one place.
   *
   * @return empty if there is nothing in it that could be wrong in this way
   */
  Optional<Evidence> of(Evidence good, Random random);
}
