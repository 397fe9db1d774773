package io.celers.broker.examples.reliability.checker.corruption;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All ways to be wrong, by name. */
public final class Corruptions {

  private static final Map<String, Corruption> OF_TASKS = new LinkedHashMap<>();
  private static final Map<String, Corruption> OF_TICKS = new LinkedHashMap<>();

  static {
    OF_TASKS.put("line of a history missing", InHistories::lineMissing);
    OF_TASKS.put("acknowledged, not there", InHistories::acknowledgedButNotThere);
    OF_TASKS.put("rolled back, there", InHistories::rolledBackButThere);
    OF_TASKS.put("ran without a claim", InHistories::ranWithoutAClaim);
    OF_TASKS.put("ran twice under one claim", InHistories::ranTwice);
    OF_TASKS.put("stale ack accepted", InHistories::staleAckAccepted);
    OF_TASKS.put("loss not told", InHistories::lossNotTold);
    OF_TASKS.put("loss told twice", InHistories::lossToldTwice);
    OF_TASKS.put("settled, told as lost", InHistories::settledButToldAsLost);
    OF_TASKS.put("ran without an order", InHistories::ranUnordered);
    OF_TASKS.put("ran under a claim that no crash undid", InServerFaults::claimOfNobody);
    OF_TASKS.put("claim that no fault kept from its holder", InServerFaults::claimUnheardOf);
    OF_TASKS.put("resumed too late", InServerFaults::resumedTooLate);
    OF_TASKS.put("unknown outcome, order without its task", InServerFaults::orderWithoutItsTask);
    OF_TASKS.put("unknown outcome, task without its order", InServerFaults::taskWithoutItsOrder);
    OF_TASKS.put("task gone", InTables::taskGone);
    OF_TASKS.put("task of nobody", InTables::taskOfNobody);
    OF_TASKS.put("left pending", InTables::leftPending);
    OF_TASKS.put("left processing", InTables::leftProcessing);
    OF_TASKS.put("cancelled without a reason", InTables::cancelledWithoutAReason);
    OF_TASKS.put("content changed", InTables::contentChanged);
    OF_TASKS.put("poison completed", InTables::poisonCompleted);
    OF_TASKS.put("good task dead", InTables::goodTaskDead);
    OF_TASKS.put("one delivery more", InTables::oneDeliveryMore);
    OF_TASKS.put("effect twice", InTables::effectTwice);
    OF_TASKS.put("effect missing", InTables::effectMissing);
    OF_TASKS.put("effect of a stale holder", InTables::effectOfAStaleHolder);
    OF_TASKS.put("effect too many", InTables::effectTooMany);
    OF_TASKS.put("miscounted", InTables::miscounted);
    OF_TASKS.put("claimed too early", InTrail::claimedTooEarly);
    OF_TASKS.put("claimed by two", InTrail::claimedByTwo);
    OF_TASKS.put("settled by another", InTrail::settledByAnother);
    OF_TASKS.put("revived after its end", InTrail::revived);
    OF_TASKS.put("claim uncounted", InTrail::claimUncounted);
    OF_TICKS.put("line of a history missing", InHistories::lineMissing);
    OF_TICKS.put("tick missing", InTables::tickMissing);
    OF_TICKS.put("tick twice", InTables::tickTwice);
  }

  private Corruptions() {}

  /** Those of runs with orders, in a fixed order, so that a seed means the same every time. */
  public static Map<String, Corruption> ofTasks() {
    return Collections.unmodifiableMap(OF_TASKS);
  }

  /** Those of runs with a schedule. */
  public static Map<String, Corruption> ofTicks() {
    return Collections.unmodifiableMap(OF_TICKS);
  }
}
