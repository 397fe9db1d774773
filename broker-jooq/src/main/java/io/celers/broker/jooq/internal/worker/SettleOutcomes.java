package io.celers.broker.jooq.internal.worker;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.result.TaskResult;
import io.celers.broker.worker.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores outcomes of one kind, all in one statement. */
enum SettleOutcomes {
  /** Acks. */
  DONE {
    @Override
    List<Settlement> execute(Settler settler, List<Finished> group) {
      return group.size() == 1
          ? List.of(settler.ack(group.get(0).delivery()))
          : settler.ackAll(group.stream().map(Finished::delivery).toList());
    }
  },
  /** Acks with results. */
  DONE_WITH_RESULT {
    @Override
    List<Settlement> execute(Settler settler, List<Finished> group) {
      Map<Delivery, TaskResult> results = new LinkedHashMap<>();
      group.forEach(finished -> results.put(finished.delivery(), result(finished)));
      return settler.ackAll(results);
    }
  },
  /** Rejections. */
  REJECTED {
    @Override
    List<Settlement> execute(Settler settler, List<Finished> group) {
      Map<Delivery, Rejection> rejections = new LinkedHashMap<>();
      group.forEach(
          finished ->
              rejections.put(
                  finished.delivery(), ((Outcome.Rejected) finished.outcome()).rejection()));
      return settler.rejectAll(rejections);
    }
  },
  /** Releases. */
  SNOOZED {
    @Override
    List<Settlement> execute(Settler settler, List<Finished> group) {
      Map<Delivery, Duration> delays = new LinkedHashMap<>();
      group.forEach(
          finished ->
              delays.put(finished.delivery(), ((Outcome.Snoozed) finished.outcome()).delay()));
      return settler.releaseAll(delays);
    }
  };

  private static SettleOutcomes of(Finished finished) {
    Outcome outcome = finished.outcome();
    if (outcome instanceof Outcome.Done done) {
      return done.result().isEmpty() ? DONE : DONE_WITH_RESULT;
    }
    return outcome instanceof Outcome.Snoozed ? SNOOZED : REJECTED;
  }

  /** As few groups as there are kinds. */
  static Map<SettleOutcomes, List<Finished>> kinds(List<Finished> all) {
    return all.stream()
        .collect(
            groupingBy(SettleOutcomes::of, () -> new EnumMap<>(SettleOutcomes.class), toList()));
  }

  /**
   * Stores them.
   *
   * @return what became of each, in their order
   */
  abstract List<Settlement> execute(Settler settler, List<Finished> group);

  private static TaskResult result(Finished finished) {
    return TaskResult.success(finished.delivery())
        .value(((Outcome.Done) finished.outcome()).result().orElseThrow())
        .runTime(finished.runTime());
  }
}
