package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Settlement;
import io.celers.broker.worker.Outcome;
import java.util.Optional;

/** What is done with a delivery. */
@FunctionalInterface
interface Work {

  /**
   * What came of it.
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

  Result execute(HeldTask task) throws Exception;
}
