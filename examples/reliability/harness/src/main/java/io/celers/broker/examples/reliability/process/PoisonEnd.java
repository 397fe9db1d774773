package io.celers.broker.examples.reliability.process;

/** Exit codes of processes that end before they are told to. */
public final class PoisonEnd {

  /** A handler has ended the JVM. */
  public static final int HALTED = 86;

  /** As many handlers are stuck as the worker has slots. */
  public static final int STUCK = 87;

  /** The worker has stopped by itself. */
  public static final int STOPPED = 88;

  private PoisonEnd() {}
}
