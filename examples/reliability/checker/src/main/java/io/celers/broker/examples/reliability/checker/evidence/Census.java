package io.celers.broker.examples.reliability.checker.evidence;

/**
 * All tasks by where they are, counted in one snapshot.
 *
 * @param orders what was enqueued
 */
public record Census(
    long orders,
    long pending,
    long processing,
    long completed,
    long failed,
    long cancelled,
    long dead,
    long archived) {

  /** All that is somewhere. */
  public long total() {
    return pending + processing + completed + failed + cancelled + dead + archived;
  }
}
