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
    Verb verb,
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

  /** Whether it is right to answer so to a call that happened. */
  boolean mayAnswer(String text) {
    return text.equals(rehearsal.answer())
        || (verb.answersAsRepeat() && text.equals(rehearsal.again()));
  }

  /** The same, but the caller was told something else. */
  Observation withTold(Told told) {
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest);
  }

  /** The same, but something else was in the tables. */
  Observation withSeen(String seen) {
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest);
  }

  /** The same, but the repeat was answered in another way. */
  Observation withRepeated(String repeated) {
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest);
  }

  /** The same, but something else was there after the repeat. */
  Observation withInTheEnd(String inTheEnd) {
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest);
  }

  /** The same, but the stale acks were answered in another way. */
  Observation withStale(List<String> stale) {
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest);
  }

  /** The same, but something else came of the tasks. */
  Observation withRest(Rest rest) {
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest);
  }
}
