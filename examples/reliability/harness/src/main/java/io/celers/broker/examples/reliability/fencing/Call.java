package io.celers.broker.examples.reliability.fencing;

import java.util.Set;
import java.util.UUID;

/**
 * One call of a holder, by the clock of this JVM.
 *
 * @param receipt of its claim
 * @param told in one word
 */
record Call(UUID receipt, HolderVerb verb, String told, long began, long ended) {

  private static final Set<String> FINAL =
      Set.of("COMPLETED", "DEAD_LETTER", "DISCARDED", "CANCELLED");
  private static final Set<String> PENDING = Set.of("RETRY", "RELEASED");

  /** Whether it was told that the task has ended. */
  boolean ends() {
    return FINAL.contains(told);
  }

  /** Whether it was told that its claim is used up. */
  boolean settles() {
    return ends() || PENDING.contains(told);
  }

  boolean isExtended() {
    return told.equals(HolderVerb.EXTENDED);
  }

  boolean isRolledBack() {
    return told.equals(HolderVerb.ROLLED_BACK);
  }

  /** The same, but told something else. */
  Call withTold(String told) {
    return new Call(receipt, verb, told, began, ended);
  }

  /** The same of another verb. */
  Call withVerb(HolderVerb verb) {
    return new Call(receipt, verb, told, began, ended);
  }
}
