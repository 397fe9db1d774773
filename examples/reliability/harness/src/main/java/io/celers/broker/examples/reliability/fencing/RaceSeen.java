package io.celers.broker.examples.reliability.fencing;

import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one race.
 *
 * @param claims receipts in the order in which they were given
 * @param stale the first of them, whose lease had ended
 * @param calls of all holders
 * @param transitions of the task's row, as the witness saw them
 * @param end where the task is now; null if nowhere
 * @param effects receipts under which they were written
 * @param result that is stored; null if none
 */
record RaceSeen(
    Race race,
    UUID task,
    List<UUID> claims,
    UUID stale,
    List<Call> calls,
    List<Transition> transitions,
    @Nullable TaskFact end,
    List<UUID> effects,
    @Nullable String result) {

  /** Calls under a receipt. */
  List<Call> callsOf(UUID receipt) {
    return calls.stream().filter(call -> call.receipt().equals(receipt)).toList();
  }

  /** Whether another claim has replaced it before it was settled. */
  boolean isOvertaken(UUID receipt) {
    return transitions.stream()
        .anyMatch(change -> change.isClaim() && receipt.equals(change.oldReceipt()));
  }

  /** Changes that used the receipt up: settlements, and the way into the dead letters. */
  List<Transition> settlements(UUID receipt) {
    return transitions.stream()
        .filter(change -> receipt.equals(change.oldReceipt()))
        .filter(change -> change.isSettlement() || change.isDelete())
        .toList();
  }

  /** The same with other calls. */
  RaceSeen withCalls(List<Call> calls) {
    return new RaceSeen(race, task, claims, stale, calls, transitions, end, effects, result);
  }

  /** The same with another call instead of one. */
  RaceSeen with(Call old, Call other) {
    List<Call> changed = new ArrayList<>(calls);
    changed.set(changed.indexOf(old), other);
    return withCalls(changed);
  }

  /** The same, but the row changed in another way. */
  RaceSeen withTransitions(List<Transition> transitions) {
    return new RaceSeen(race, task, claims, stale, calls, transitions, end, effects, result);
  }

  /** The same, but the task is somewhere else. */
  RaceSeen withEnd(@Nullable TaskFact end) {
    return new RaceSeen(race, task, claims, stale, calls, transitions, end, effects, result);
  }

  /** The same with other effects. */
  RaceSeen withEffects(List<UUID> effects) {
    return new RaceSeen(race, task, claims, stale, calls, transitions, end, effects, result);
  }

  /** The same with another result. */
  RaceSeen withResult(@Nullable String result) {
    return new RaceSeen(race, task, claims, stale, calls, transitions, end, effects, result);
  }
}
