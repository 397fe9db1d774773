package io.celers.broker.examples.benchmark.run;

/** A side cannot be measured on this machine, as something is not installed. */
public final class SideUnavailable extends Exception {

  private static final long serialVersionUID = 1L;

  /** For this reason. */
  public SideUnavailable(String reason) {
    super(reason);
  }
}
