package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.process.PoisonKind;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What became of one task.
 *
 * @param maxRetries that it was ordered with
 * @param places in how many tables it is
 * @param state as in the table of live tasks, or {@link #DEAD}
 * @param samePayload whether it has the bytes that were ordered
 * @param changes of its row, after it was enqueued
 * @param claims that were committed
 * @param overtaken claims whose lease ended before they were settled, so that another one followed
 * @param givenBack claims that were undone without a penalty
 * @param completions how often it became completed
 * @param starts how often a handler began
 * @param claimsStarted claims under which a handler began
 */
record PoisonFate(
    UUID id,
    PoisonKind kind,
    int maxRetries,
    int places,
    String state,
    int deliveries,
    boolean samePayload,
    long changes,
    long claims,
    long overtaken,
    long givenBack,
    long completions,
    long effects,
    long starts,
    long claimsStarted) {

  static final String COMPLETED = "completed";
  static final String PENDING = "pending";
  static final String DEAD = "dead";

  /** How often it should have been delivered. */
  long dueDeliveries() {
    long all = maxRetries + 1L;
    return kind == PoisonKind.BURIED ? Math.min(overtaken + 1, all) : all;
  }

  /** The same, but it is somewhere else. */
  PoisonFate withState(String state) {
    return with(draft -> draft.state = state);
  }

  /** The same, but in so many tables. */
  PoisonFate withPlaces(int places) {
    return with(draft -> draft.places = places);
  }

  /** The same, but delivered so many times more. */
  PoisonFate withMoreDeliveries(int more) {
    return with(
        draft -> {
          draft.deliveries = deliveries + more;
          draft.changes = changes + more;
          draft.claims = claims + more;
        });
  }

  /** The same, but claimed once more, and not counted. */
  PoisonFate withUncountedClaim() {
    return with(
        draft -> {
          draft.changes = changes + 1;
          draft.claims = claims + 1;
        });
  }

  /** The same, but with other bytes. */
  PoisonFate withOtherPayload() {
    return with(draft -> draft.samePayload = false);
  }

  /** The same, but changed once more. */
  PoisonFate withChange() {
    return with(draft -> draft.changes = changes + 1);
  }

  /** The same, but completed so many times. */
  PoisonFate withCompletions(long completions) {
    return with(draft -> draft.completions = completions);
  }

  /** The same, but with so many effects. */
  PoisonFate withEffects(long effects) {
    return with(draft -> draft.effects = effects);
  }

  /** The same, but a handler began so often. */
  PoisonFate withStarts(long starts) {
    return with(draft -> draft.starts = starts);
  }

  private PoisonFate with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.toFate();
  }

  /** One that is still to be changed. */
  private static final class Draft {
    private final UUID id;
    private final PoisonKind kind;
    private final int maxRetries;
    private int places;
    private String state;
    private int deliveries;
    private boolean samePayload;
    private long changes;
    private long claims;
    private long overtaken;
    private long givenBack;
    private long completions;
    private long effects;
    private long starts;
    private long claimsStarted;

    Draft(PoisonFate fate) {
      id = fate.id;
      kind = fate.kind;
      maxRetries = fate.maxRetries;
      places = fate.places;
      state = fate.state;
      deliveries = fate.deliveries;
      samePayload = fate.samePayload;
      changes = fate.changes;
      claims = fate.claims;
      overtaken = fate.overtaken;
      givenBack = fate.givenBack;
      completions = fate.completions;
      effects = fate.effects;
      starts = fate.starts;
      claimsStarted = fate.claimsStarted;
    }

    PoisonFate toFate() {
      return new PoisonFate(
          id,
          kind,
          maxRetries,
          places,
          state,
          deliveries,
          samePayload,
          changes,
          claims,
          overtaken,
          givenBack,
          completions,
          effects,
          starts,
          claimsStarted);
    }
  }
}
