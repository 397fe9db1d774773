package io.celers.broker.examples.reliability.commits;

import io.celers.broker.examples.reliability.proxy.CommitCut.Side;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What must hold of each cut. */
enum CutRule {
  /** No half state. */
  WHOLE_OR_NOT_AT_ALL(
      "a cut call happened whole or not at all",
      seen -> seen.isDone() || seen.seen().equals(seen.rehearsal().before())),

  /** The proxy does what its name says, and what the server committed is there. */
  BY_THE_COMMIT(
      "what was committed is there, what was not is not",
      seen ->
          !(seen.told() instanceof Told.Unknown)
              || seen.rehearsal().commits() > 1
              || seen.isDone() == (seen.side() == Side.AFTER)),

  /** An answer, or that there is none. */
  TOLD_IS_TRUE(
      "what the caller was told is true",
      seen -> {
        if (seen.told() instanceof Told.Answer answer) {
          return seen.isDone() && seen.mayAnswer(answer.text());
        }
        return seen.told() instanceof Told.Unknown;
      }),

  /** A repeat says which of the two it was. */
  REPEAT_TELLS(
      "a repeat tells whether it had happened",
      seen ->
          seen.repeated().isEmpty()
              || seen.repeated()
                  .equals(seen.isDone() ? seen.rehearsal().again() : seen.rehearsal().answer())),

  /** As if nothing had been cut. */
  SAME_IN_THE_END(
      "after the repeat all is as without a cut",
      seen -> seen.inTheEnd().equals(seen.rehearsal().after())),

  /** Fencing. */
  STALE_REFUSED(
      "acks of those who had lost the task are refused",
      seen -> refusals().containsAll(seen.stale())),

  /** Nothing is lost or done twice. */
  WORKED_OFF(
      "in the end every task has ended, once",
      seen -> seen.rest().equals(new Observation.Rest(0, 0, 0)));

  private final String promise;
  private final Predicate<Observation> holds;

  CutRule(String promise, Predicate<Observation> holds) {
    this.promise = promise;
    this.holds = holds;
  }

  String promise() {
    return promise;
  }

  boolean holds(Observation seen) {
    return holds.test(seen);
  }

  private static Set<String> refusals() {
    return Set.of("AlreadySettled", "LeaseLost", "Cancelled", "Gone");
  }

  static List<CutRule> all() {
    return List.of(values());
  }
}
