package io.celers.broker.maintenance;

/**
 * A plan that runs in this process. Safe for use by many threads.
 *
 * <p>To be closed before the broker that it came from.
 */
public interface RunningMaintenance extends AutoCloseable {

  /**
   * How many batches have failed since the start. Each is logged, rolled back, and tried again
   * after a pause that grows with failures in a row.
   */
  long failures();

  /**
   * Stops after the batch that is under way, and waits for it, at most ten seconds. What is left of
   * a run is done by another process, or at the next start. Does nothing the second time.
   */
  @Override
  void close();
}
