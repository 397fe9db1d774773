package io.celers.broker.examples.benchmark.report;

import java.util.Optional;

/**
 * What is aimed at: a median, or how many times another one it is.
 *
 * @param aim in words
 * @param value what is compared
 * @param reference what that is divided by; empty if it is compared as it is
 * @param limit what it is compared with
 */
record Target(
    String cell, String aim, Median value, Optional<Median> reference, Bound bound, double limit) {

  /** How it is compared. */
  enum Bound {
    AT_LEAST,
    AT_MOST,
    ABOVE,
    BELOW;

    boolean holds(double value, double limit) {
      return switch (this) {
        case AT_LEAST -> value >= limit;
        case AT_MOST -> value <= limit;
        case ABOVE -> value > limit;
        case BELOW -> value < limit;
      };
    }
  }

  /** Of a metric of a side of the cell. */
  record Median(String side, String metric) {}
}
