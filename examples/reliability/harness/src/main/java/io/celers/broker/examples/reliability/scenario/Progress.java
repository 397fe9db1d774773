package io.celers.broker.examples.reliability.scenario;

/** Told how far a run is. */
@FunctionalInterface
public interface Progress {

  /** Nobody is told. */
  Progress NONE = (done, all) -> {};

  /** So much of so much is done. */
  void at(long done, long all);
}
