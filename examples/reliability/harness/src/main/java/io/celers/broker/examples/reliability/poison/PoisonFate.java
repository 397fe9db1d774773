package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.process.PoisonKind;
import java.util.UUID;

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

  /** The same, but in so many tables. */
  PoisonFate withPlaces(int places) {
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

  /** The same, but delivered so many times more. */
  PoisonFate withMoreDeliveries(int more) {
    return new PoisonFate(
        id,
        kind,
        maxRetries,
        places,
        state,
        deliveries + more,
        samePayload,
        changes + more,
        claims + more,
        overtaken,
        givenBack,
        completions,
        effects,
        starts,
        claimsStarted);
  }

  /** The same, but claimed once more, and not counted. */
  PoisonFate withUncountedClaim() {
    return new PoisonFate(
        id,
        kind,
        maxRetries,
        places,
        state,
        deliveries,
        samePayload,
        changes + 1,
        claims + 1,
        overtaken,
        givenBack,
        completions,
        effects,
        starts,
        claimsStarted);
  }

  /** The same, but with other bytes. */
  PoisonFate withOtherPayload() {
    return new PoisonFate(
        id,
        kind,
        maxRetries,
        places,
        state,
        deliveries,
        false,
        changes,
        claims,
        overtaken,
        givenBack,
        completions,
        effects,
        starts,
        claimsStarted);
  }

  /** The same, but changed once more. */
  PoisonFate withChange() {
    return new PoisonFate(
        id,
        kind,
        maxRetries,
        places,
        state,
        deliveries,
        samePayload,
        changes + 1,
        claims,
        overtaken,
        givenBack,
        completions,
        effects,
        starts,
        claimsStarted);
  }

  /** The same, but completed so many times. */
  PoisonFate withCompletions(long completions) {
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

  /** The same, but with so many effects. */
  PoisonFate withEffects(long effects) {
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

  /** The same, but a handler began so often. */
  PoisonFate withStarts(long starts) {
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
