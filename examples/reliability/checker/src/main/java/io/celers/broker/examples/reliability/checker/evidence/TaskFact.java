package io.celers.broker.examples.reliability.checker.evidence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is at rest.
 *
 * @param state as in the table, or {@code dead} or {@code archived} for those of the other tables
 * @param due whether it could be claimed now
 * @param settledReceipt receipt that settled it last
 * @param reason why it was cancelled
 * @param payload SHA-256
 */
public record TaskFact(
    UUID id,
    String state,
    int deliveries,
    int maxRetries,
    boolean due,
    @Nullable UUID settledReceipt,
    @Nullable String reason,
    String payload) {

  /** Done. */
  public static final String COMPLETED = "completed";

  /** In the table of dead letters. */
  public static final String DEAD = "dead";

  /** The same, elsewhere. */
  public TaskFact withState(String state) {
    return new TaskFact(id, state, deliveries, maxRetries, due, settledReceipt, reason, payload);
  }

  /** The same, with another content. */
  public TaskFact withPayload(String payload) {
    return new TaskFact(id, state, deliveries, maxRetries, due, settledReceipt, reason, payload);
  }
}
