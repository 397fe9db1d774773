package io.celers.broker.examples.benchmark.run;

/**
 * One of those who are compared: the broker, a peer, or the limit of the database.
 *
 * @param name as printed
 * @param opener makes it ready; it is opened for one cell, and closed before the next
 */
public record Contender(String name, Opener opener) {

  /** This broker, as the reports call it. */
  public static final String BROKER = "celers";

  /** This broker. */
  public static Contender broker(Opener opener) {
    return new Contender(BROKER, opener);
  }

  /** Makes databases, pools and whatever else is not timed. */
  @FunctionalInterface
  public interface Opener {

    /** What it throws is reported; the other contenders go on. */
    Side open(Bench bench) throws Exception;
  }
}
