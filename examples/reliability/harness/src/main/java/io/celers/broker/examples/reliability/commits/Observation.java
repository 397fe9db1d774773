package io.celers.broker.examples.reliability.commits;

import io.celers.broker.examples.reliability.proxy.CommitCut.Side;
import java.util.List;

/**
 * What was seen of one cut.
 *
 * @param rehearsal what the verb does when nothing is cut
 * @param told by the call that was cut
 * @param seen in the tables after it
 * @param repeated answer of the repeat; empty if a caller had to look first, and found it done
 * @param inTheEnd in the tables after the repeat
 * @param stale answers to acks of those who had lost the tasks before
 * @param rest what came of the tasks when all were worked off
 */
record Observation(
    String verb,
    Side side,
    Rehearsal rehearsal,
    Told told,
    String seen,
    String repeated,
    String inTheEnd,
    List<String> stale,
    Rest rest) {

  /**
   * What came of the tasks.
   *
   * @param missing tasks that were there before they were worked off, and are not any more
   * @param unfinished tasks that nobody can get at
   * @param twice tasks that were completed twice
   */
  record Rest(long missing, long unfinished, long twice) {}

  boolean isDone() {
    return seen.equals(rehearsal.after());
  }
}
