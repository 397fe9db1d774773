package io.celers.broker.worker;

/**
 * One of the tasks that a handler does together.
 *
 * @param task what was delivered, and whether going on with it is of use
 * @param <P> type of the payload
 */
public record BatchItem<P>(P payload, RunningTask task) {

  /** Never the payload. */
  @Override
  public String toString() {
    return task.toString();
  }
}
