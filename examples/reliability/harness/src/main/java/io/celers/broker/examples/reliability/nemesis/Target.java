package io.celers.broker.examples.reliability.nemesis;

/** What a nemesis has to know of the run that it disturbs. */
public interface Target {

  /** How far the run is, from 0 to 1. */
  double progress();

  /** Whether harm to this process would be felt now. */
  boolean isBusy(String process);
}
