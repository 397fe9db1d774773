package io.celers.broker.examples.reliability.fencing;

import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.fencing.Race.Course;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold of each race. */
enum RaceRule {
  /** Whoever else was told something else, late. */
  STALE_REFUSED(
      "every verb of a stale holder is refused",
      seen ->
          seen.claims().stream()
              .filter(seen::isOvertaken)
              .allMatch(
                  receipt ->
                      seen.callsOf(receipt).stream().allMatch(call -> isRefused(seen, call)))),

  /** An acceptance is one, and there is no other. */
  ACCEPTED_IS_DONE(
      "what a holder was told is what its receipt did",
      seen -> seen.claims().stream().allMatch(receipt -> isTold(seen, receipt))),

  /** And is told so. */
  ONE_WINNER(
      "exactly one holder ends the task, by its own receipt",
      seen -> {
        List<Call> winners = seen.calls().stream().filter(Call::ends).toList();
        TaskFact end = seen.end();
        return winners.size() == 1
            && end != null
            && seen.transitions().stream().filter(RaceRule::isEnd).count() == 1
            && end.state().equals(state(winners.get(0).told()))
            && winners.get(0).receipt().equals(end.settledReceipt());
      }),

  /** The trail of the row. */
  ONE_HOLDER(
      "a claim replaces another only after its lease",
      seen -> {
        UUID holder = null;
        for (Transition change : seen.transitions()) {
          boolean early = change.isOvertaking() && change.at() < change.oldLease();
          if (early || !Objects.equals(holder, change.oldReceipt())) {
            return false;
          }
          holder = change.newReceipt();
        }
        return holder == null;
      }),

  /** What was rolled back, or refused, leaves none. */
  EFFECTS(
      "effects exactly once, of the winner",
      seen ->
          seen.effects()
              .equals(
                  seen.calls().stream()
                      .filter(call -> call.verb() == HolderVerb.TRANSACTIONAL_ACK && call.ends())
                      .map(Call::receipt)
                      .toList())),

  /** Likewise. */
  RESULT(
      "a result is stored by the winner's ack, or not at all",
      seen ->
          Objects.equals(
              seen.result(),
              seen.calls().stream()
                  .filter(call -> call.verb().storesResult() && call.ends())
                  .map(call -> call.receipt().toString())
                  .findFirst()
                  .orElse(null))),

  /** A release takes it back. */
  DELIVERIES(
      "each claim counts as a delivery, unless it was released",
      seen -> {
        TaskFact end = seen.end();
        long released =
            seen.calls().stream().filter(call -> call.told().equals("RELEASED")).count();
        return end != null && end.deliveries() == seen.claims().size() - released;
      });

  private static final Set<String> FINAL = Set.of(TaskFact.COMPLETED, "failed", "cancelled");

  private final String promise;
  private final Predicate<RaceSeen> holds;

  RaceRule(String promise, Predicate<RaceSeen> holds) {
    this.promise = promise;
    this.holds = holds;
  }

  static List<RaceRule> all() {
    return List.of(values());
  }

  String promise() {
    return promise;
  }

  boolean holds(RaceSeen seen) {
    return holds.test(seen);
  }

  /** One that has rolled back its own ack may have done so before it was overtaken. */
  private static boolean isRefused(RaceSeen seen, Call call) {
    return isLost(seen, call) || (call.isRolledBack() && seen.race().course() == Course.CLAIM);
  }

  private static boolean isLost(RaceSeen seen, Call call) {
    boolean cancelled = seen.end() != null && seen.end().state().equals("cancelled");
    return call.told().equals("LeaseLost") || (cancelled && call.told().equals("Cancelled"));
  }

  /** Of all calls under one receipt. */
  private static boolean isTold(RaceSeen seen, UUID receipt) {
    List<Transition> settlements = seen.settlements(receipt);
    List<Call> calls = seen.callsOf(receipt);
    List<Call> accepted = calls.stream().filter(Call::settles).toList();
    boolean once =
        accepted.size() == settlements.size()
            && accepted.size() <= 1
            && accepted.stream()
                .allMatch(call -> state(call.told()).equals(state(settlements.get(0))));
    boolean overtaken = seen.isOvertaken(receipt);
    return once
        && !calls.isEmpty()
        && calls.stream()
            .filter(call -> !call.settles())
            .allMatch(
                call ->
                    overtaken
                        ? isRefused(seen, call)
                        : isRightOfHolder(seen, call, !settlements.isEmpty()));
  }

  /** Of one that was never overtaken. */
  private static boolean isRightOfHolder(RaceSeen seen, Call call, boolean settled) {
    if (call.isExtended()) {
      return seen.transitions().stream()
          .anyMatch(
              change ->
                  call.receipt().equals(change.oldReceipt())
                      && call.receipt().equals(change.newReceipt()));
    }
    return call.isRolledBack() || (settled && call.told().equals("AlreadySettled"));
  }

  private static boolean isEnd(Transition change) {
    return change.isDelete()
        || (FINAL.contains(String.valueOf(change.newState()))
            && !FINAL.contains(String.valueOf(change.oldState())));
  }

  private static String state(Transition change) {
    return change.isDelete() ? TaskFact.DEAD : String.valueOf(change.newState());
  }

  /** Where a task is of which a holder was told this. */
  private static String state(@Nullable String told) {
    return switch (String.valueOf(told)) {
      case "COMPLETED" -> TaskFact.COMPLETED;
      case "DEAD_LETTER" -> TaskFact.DEAD;
      case "DISCARDED" -> "failed";
      case "CANCELLED" -> "cancelled";
      default -> "pending";
    };
  }
}
