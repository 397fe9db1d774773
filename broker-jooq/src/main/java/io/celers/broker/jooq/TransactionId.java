package io.celers.broker.jooq;

/**
 * What the server calls a transaction. It is never given to another one, until a failover to a
 * standby that had not heard of it.
 *
 * @param value at least 3, the first that a server gives out; may be stored
 */
public record TransactionId(long value) {

  private static final long FIRST = 3;

  /** Checks the value. */
  public TransactionId {
    if (value < FIRST) {
      throw new IllegalArgumentException("transaction id must be at least 3, was " + value);
    }
  }
}
