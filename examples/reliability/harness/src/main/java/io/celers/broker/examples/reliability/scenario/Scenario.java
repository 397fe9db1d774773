package io.celers.broker.examples.reliability.scenario;

import io.celers.broker.examples.reliability.report.ScoreCard;

/** A whole run, from an empty server to a verdict. */
@FunctionalInterface
public interface Scenario {

  /** Runs, heals, waits until all is at rest, and asks the checker. */
  ScoreCard run(RunFolder folder, Progress progress) throws Exception;
}
