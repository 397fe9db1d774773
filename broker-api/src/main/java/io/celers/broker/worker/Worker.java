package io.celers.broker.worker;

import java.time.Duration;

/**
 * Claims tasks and runs their handlers, until it is stopped. Safe for use by many threads.
 *
 * <p>All its threads are daemons: a JVM whose other threads have ended does not wait for a worker.
 * To stop well with the process, call {@link #close()} in a shutdown hook, or let a container do
 * so.
 *
 * <p>To be stopped before the connections of its broker are closed.
 */
public interface Worker extends AutoCloseable {

  /**
   * Stops and tells what was left.
   *
   * <p>First nothing more is claimed, and what was claimed but not begun is released without a
   * penalty. Running handlers go on meanwhile, with their leases kept, and all outcomes are
   * settled. Handlers that still run at the end of the time are interrupted; their tasks are
   * delivered again when their leases end.
   *
   * <p>A second call waits for the end of the first one and returns the same.
   *
   * @param timeout how long to wait for running handlers, zero to ten years
   */
  Drained drain(Duration timeout);

  /** As {@link #drain}, with the time that the worker was configured with. */
  @Override
  void close();

  /** How many tasks the worker has in hand: waiting, running, or waiting to be settled. */
  int inHand();
}
