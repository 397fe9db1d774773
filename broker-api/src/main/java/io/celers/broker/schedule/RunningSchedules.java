package io.celers.broker.schedule;

/**
 * The schedules tick in this process. Safe for use by many threads.
 *
 * <p>To be closed before the broker that it came from.
 */
public interface RunningSchedules extends AutoCloseable {

  /**
   * How many steps have failed since the start. Each is logged and rolled back; the next one comes
   * after a pause that grows with failures in a row, up to a minute, or twice the interval if that
   * is longer.
   */
  long failures();

  /**
   * Stops after the step that is under way, and waits for it, at most ten seconds. Other processes
   * go on. Does nothing the second time.
   */
  @Override
  void close();
}
