package io.celers.broker.examples.reliability.checker.evidence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The transitions, sorted out: who claimed, who settled, and whom others overtook. */
public final class Trail {

  private final Map<UUID, List<Transition>> byTask;
  private final Map<Claim, Transition> claims = new LinkedHashMap<>();
  private final Map<Claim, Transition> overtaken = new LinkedHashMap<>();
  private final Set<Claim> settled = new HashSet<>();
  private final Map<UUID, Claim> lastSettled = new HashMap<>();
  private final Set<Claim> passedOn = new HashSet<>();

  /** Of this evidence. */
  public Trail(Evidence evidence) {
    byTask =
        evidence.transitions().stream()
            .collect(groupingBy(Transition::task, LinkedHashMap::new, toList()));
    Map<UUID, TaskFact> tasks = new HashMap<>();
    evidence.tasks().forEach(task -> tasks.put(task.id(), task));
    evidence.transitions().forEach(transition -> add(transition, tasks.get(transition.task())));
  }

  private void add(Transition transition, @Nullable TaskFact atRest) {
    Claim before = new Claim(transition.task(), transition.oldReceipt());
    if (transition.isClaim()) {
      claims.putIfAbsent(new Claim(transition.task(), transition.newReceipt()), transition);
    }
    if (transition.isOvertaking()) {
      overtaken.put(before, transition);
    }
    if (transition.isSettlement() || isRejectedToDeath(transition, atRest)) {
      settled.add(before);
    }
    if (transition.isSettlement()) {
      lastSettled.put(transition.task(), before);
    } else if (transition.isClaim() && lastSettled.containsKey(transition.task())) {
      passedOn.add(lastSettled.get(transition.task()));
    }
  }

  /** The dead letter keeps the receipt only if the holder sent it there. */
  private static boolean isRejectedToDeath(Transition transition, @Nullable TaskFact atRest) {
    return transition.isDelete()
        && atRest != null
        && transition.oldReceipt() != null
        && transition.oldReceipt().equals(atRest.settledReceipt());
  }

  /** Of each task, in order. */
  public Map<UUID, List<Transition>> byTask() {
    return byTask;
  }

  /** The transition by which each claim was made. */
  public Map<Claim, Transition> claims() {
    return claims;
  }

  /** Claims that somebody else replaced before they were settled, and by which transition. */
  public Map<Claim, Transition> overtaken() {
    return overtaken;
  }

  /** Claims that were used to settle their tasks. */
  public Set<Claim> settled() {
    return settled;
  }

  /** Those of them after which the task was claimed again, as after a retry. */
  public Set<Claim> passedOn() {
    return passedOn;
  }
}
