package io.celers.broker.examples.reliability.commits;

import java.util.List;
import java.util.stream.Stream;

/** All verbs that change something. */
final class Verbs {

  private Verbs() {}

  static List<Verb> all() {
    return Stream.of(
            EnqueueVerbs.all(),
            SettleVerbs.all(),
            OperatorVerbs.all(),
            ScheduleVerbs.all(),
            MaintenanceVerbs.all())
        .flatMap(List::stream)
        .toList();
  }
}
