package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Settlement;
import io.celers.broker.worker.Outcome;
import java.util.List;
import java.util.Optional;

/** What is done with a delivery, or with those of a batch. */
@FunctionalInterface
interface Work {

  /**
   * What came of one.
   *
   * @param outcome what the handler wants
   * @param settlement what became of that, if it is stored already
   */
  record Result(Outcome outcome, Optional<Settlement> settlement) {

    static Result toBeSettled(Outcome outcome) {
      return new Result(outcome, Optional.empty());
    }

    static Result settled(Outcome outcome, Settlement settlement) {
      return new Result(outcome, Optional.of(settlement));
    }
  }

  /** What is done with each by itself. */
  @FunctionalInterface
  interface Single {
    Outcome execute(HeldTask task) throws Exception;
  }

  /** Of tasks that never come in batches. */
  static Work of(Single single) {
    return tasks -> List.of(Result.toBeSettled(single.execute(tasks.get(0))));
  }

  /** What came of each, in their order. */
  List<Result> execute(List<HeldTask> tasks) throws Exception;
}
