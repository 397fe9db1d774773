package io.celers.broker.error;

/**
 * The queue has as many tasks as its settings allow, so the enqueue was refused as a whole. Nothing
 * was written by it, and a transaction that it was part of may go on; only from a bulk enqueue of
 * more than its first 64 KiB or 1,000 tasks it has to be rolled back.
 *
 * <p>Each broker counts the tasks of a queue at most once a second and subtracts what it enqueues
 * in between. So a queue may come to hold more than its maximum, by what other brokers enqueue
 * within that second and by what transactions have not committed yet; and a queue that was full is
 * refused for up to a second after there is room again. A new setting is known within ten seconds.
 * Retries, requeued dead letters and moved tasks are never refused. A task that would have been
 * recognised as a duplicate is.
 */
public final class QueueFullException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private final String queue;
  private final long maxLength;

  /** Made by the broker. */
  public QueueFullException(String queue, long maxLength) {
    super(
        "queue %s has no room for this enqueue: its maximum length is %d"
            .formatted(queue, maxLength),
        null);
    this.queue = queue;
    this.maxLength = maxLength;
  }

  /** The queue. */
  public String queue() {
    return queue;
  }

  /** Its maximum length. */
  public long maxLength() {
    return maxLength;
  }
}
