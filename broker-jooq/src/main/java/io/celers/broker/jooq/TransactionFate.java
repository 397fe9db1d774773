package io.celers.broker.jooq;

/** What has become of a transaction. */
public enum TransactionFate {
  /** All of it holds. */
  COMMITTED,
  /** Nothing of it holds. */
  ROLLED_BACK,
  /**
   * Not decided yet: the server has not noticed that the connection is lost, the commit waits for a
   * standby, or the transaction is prepared.
   */
  IN_PROGRESS,
  /**
   * The server has forgotten it, or has never known it: another server, or one after a failover.
   */
  UNKNOWN;

  /** From the words of PostgreSQL. */
  static TransactionFate of(String status) {
    return switch (status) {
      case "committed" -> COMMITTED;
      case "aborted" -> ROLLED_BACK;
      case "in progress" -> IN_PROGRESS;
      default -> throw new IllegalArgumentException("unknown status: " + status);
    };
  }
}
