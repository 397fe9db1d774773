package io.celers.broker.delivery;

import java.util.UUID;

/** The receipt did not hold the task (any more); nothing was changed. */
public sealed interface NotHeld extends Settlement, Extension {

  @Override
  UUID id();

  /**
   * This very receipt settled the task before: a repeated call, as after a lost reply. A success
   * for an ack that is sent again.
   */
  record AlreadySettled(UUID id) implements NotHeld {}

  /** The lease ended and somebody else claimed the task, or settled it. */
  record LeaseLost(UUID id) implements NotHeld {}

  /** The task was cancelled while it was held. */
  record Cancelled(UUID id) implements NotHeld {}

  /** There is no such task any more: neither success nor failure can be told. */
  record Gone(UUID id) implements NotHeld {}
}
