package io.celers.broker.examples.reliability.checker.evidence;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of a row of {@code celers_tasks}, as a trigger of the harness saw it, committed together
 * with the change. Times are microseconds by the clock of the database.
 *
 * @param sequence in the order in which a task's row was changed
 * @param oldState null for an insert
 * @param newState null for a delete
 * @param oldLease until when it was invisible before
 * @param worker who claimed it last
 */
public record Transition(
    long sequence,
    long at,
    UUID task,
    @Nullable String oldState,
    @Nullable String newState,
    @Nullable UUID oldReceipt,
    @Nullable UUID newReceipt,
    @Nullable UUID settledReceipt,
    int deliveries,
    long oldLease,
    @Nullable String worker) {

  /** Somebody got the task. */
  public boolean isClaim() {
    return newReceipt != null && !Objects.equals(oldReceipt, newReceipt);
  }

  /** A receipt that was never settled was replaced: its holder is stale from now on. */
  public boolean isOvertaking() {
    return isClaim() && oldReceipt != null;
  }

  /** The holder's receipt was used up. */
  public boolean isSettlement() {
    return newState != null
        && oldReceipt != null
        && newReceipt == null
        && oldReceipt.equals(settledReceipt);
  }

  /** The row went to another table, or to nowhere. */
  public boolean isDelete() {
    return newState == null;
  }
}
