package io.celers.broker.examples.reliability.poison;

import java.util.ArrayList;
import java.util.List;

/**
 * What is left of a run with poison.
 *
 * @param fates of all tasks that were ordered
 * @param stored tasks in all tables
 * @param ends of all processes
 * @param unknown most tasks of unknown names that a worker has reported
 * @param strangers other names that were reported as unknown
 */
record PoisonEvidence(
    List<PoisonFate> fates, long stored, List<End> ends, long unknown, List<String> strangers) {

  /**
   * How a process ended.
   *
   * @param role of the process, as in its name
   * @param exitCode of the operating system
   * @param whole whether its history has all its events, and its last one
   */
  record End(String process, String role, int exitCode, boolean whole) {}

  /** The same with so many in the tables. */
  PoisonEvidence withStored(long stored) {
    return new PoisonEvidence(fates, stored, ends, unknown, strangers);
  }

  /** The same with one more process. */
  PoisonEvidence withEnd(End end) {
    List<End> more = new ArrayList<>(ends);
    more.add(end);
    return new PoisonEvidence(fates, stored, more, unknown, strangers);
  }

  /** The same with so many reported as unknown. */
  PoisonEvidence withUnknown(long unknown) {
    return new PoisonEvidence(fates, stored, ends, unknown, strangers);
  }

  /** The same with another name reported. */
  PoisonEvidence withStranger(String name) {
    return new PoisonEvidence(fates, stored, ends, unknown, List.of(name));
  }
}
