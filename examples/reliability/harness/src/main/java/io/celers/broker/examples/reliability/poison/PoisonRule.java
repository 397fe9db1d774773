package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.process.PoisonKind;
import java.util.List;
import java.util.function.Predicate;

/** What must hold of each task. */
enum PoisonRule {
  /** Whatever is wrong with it. */
  POISON_DIES(
      "poison is a dead letter after max_retries + 1 deliveries",
      fate -> fate.kind().isPoison(),
      fate ->
          fate.places() == 1
              && fate.state().equals(PoisonFate.DEAD)
              && fate.completions() == 0
              && fate.deliveries() == fate.dueDeliveries()),

  /** Whatever its neighbours do. */
  GOOD_IS_DONE(
      "good tasks are completed, once",
      fate -> fate.kind().isGood(),
      fate ->
          fate.places() == 1
              && fate.state().equals(PoisonFate.COMPLETED)
              && fate.completions() == 1),

  /** They wait for workers who know them. */
  UNKNOWN_IS_LEFT_ALONE(
      "unknown names are left alone",
      fate -> fate.kind() == PoisonKind.UNKNOWN,
      fate ->
          fate.places() == 1
              && fate.state().equals(PoisonFate.PENDING)
              && fate.deliveries() == 0
              && fate.changes() == 0),

  /** In whatever table. */
  SAME_BYTES("payloads are the same byte for byte", fate -> true, PoisonFate::samePayload),

  /** A claim counts, unless it was given back. */
  DELIVERIES_ARE_CLAIMS(
      "each committed claim counts as a delivery",
      fate -> true,
      fate -> fate.deliveries() == fate.claims() - fate.givenBack()),

  /** One that is shared may begin again under the same claim. */
  ONE_RUN_FOR_A_CLAIM(
      "handlers run under a claim, once, if at all",
      fate -> true,
      fate ->
          fate.claimsStarted() <= fate.claims()
              && (fate.kind().isShared() || fate.starts() == fate.claimsStarted())),

  /** Of good ones alone. */
  EFFECTS(
      "effects exactly once, and none of poison",
      fate -> true,
      fate -> fate.effects() == (fate.kind().isTransactional() ? 1 : 0));

  private final String promise;
  private final Predicate<PoisonFate> concerns;
  private final Predicate<PoisonFate> holds;

  PoisonRule(String promise, Predicate<PoisonFate> concerns, Predicate<PoisonFate> holds) {
    this.promise = promise;
    this.concerns = concerns;
    this.holds = holds;
  }

  static List<PoisonRule> all() {
    return List.of(values());
  }

  String promise() {
    return promise;
  }

  boolean concerns(PoisonFate fate) {
    return concerns.test(fate);
  }

  boolean holds(PoisonFate fate) {
    return holds.test(fate);
  }
}
