package io.celers.broker.monitoring;

/**
 * Connections of the pool that the broker uses.
 *
 * @param maximum most connections it may have
 * @param total connections it has
 * @param active those in use
 * @param idle those that wait for use
 * @param waiting threads that wait for a connection
 */
public record PoolFigures(int maximum, int total, int active, int idle, int waiting) {

  /** Whether a thread waits and no connection is left. */
  public boolean isExhausted() {
    return waiting > 0 && active >= maximum;
  }
}
