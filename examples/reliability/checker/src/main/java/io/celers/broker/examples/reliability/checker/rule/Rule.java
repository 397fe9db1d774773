package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Trail;

/** Something that must hold, whatever was done to the processes. */
public interface Rule {

  /** What it promises, in a few words. */
  String promise();

  /** Looks at all the evidence there is. */
  void check(Evidence evidence, Trail trail, Findings findings);
}
