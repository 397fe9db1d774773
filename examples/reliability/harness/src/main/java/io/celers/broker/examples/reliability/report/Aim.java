package io.celers.broker.examples.reliability.report;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * A figure that a set of runs has to reach.
 *
 * @param reached how far it has come
 */
record Aim(String figure, long toReach, ToLongFunction<Totals> reached) {

  /** Scenarios in which a pause is longer than the lease of the paused. */
  private static final Set<String> WITH_LEASES = Set.of("kill-and-pause", "mixed");

  private static final int CUTS_OF_EACH_VERB = 100;

  /** All of them. */
  static List<Aim> all() {
    return List.of(
        counted("SIGKILLs of processes", 500, Counts.KILLS),
        new Aim("pauses beyond the lease", 200, totals -> totals.count(Counts.PAUSES, WITH_LEASES)),
        counted("commits cut before", 1_000, "commit cuts before"),
        counted("commits cut after", 1_000, "commit cuts after"),
        new Aim("cuts before, of the verb with the fewest", CUTS_OF_EACH_VERB, fewest("before")),
        new Aim("cuts after, of the verb with the fewest", CUTS_OF_EACH_VERB, fewest("after")),
        new Aim(
            "server crashes of three kinds",
            60,
            totals ->
                harms(totals, ServerHarm.IMMEDIATE_STOP)
                    + harms(totals, ServerHarm.POSTMASTER_KILL)
                    + harms(totals, ServerHarm.BACKEND_KILL)),
        counted("of these immediate stops", 20, Counts.of(ServerHarm.IMMEDIATE_STOP)),
        counted("of these SIGKILLs of the main process", 20, Counts.of(ServerHarm.POSTMASTER_KILL)),
        counted("of these SIGKILLs of a backend", 20, Counts.of(ServerHarm.BACKEND_KILL)),
        counted("fast restarts besides", 20, Counts.of(ServerHarm.RESTART)),
        counted("backends terminated", 3_600, Counts.of(ServerHarm.TERMINATION)),
        counted("half-open connections in use", 60, "half-open connections in use"),
        counted("fencing races", 10_000, "fencing races"),
        counted("poison tasks", 20_000, "poison tasks"),
        new Aim("corrupted histories", 1_000, totals -> totals.sum(FinishedRun::corrupted)),
        new Aim("mutants caught", 25, Totals::mutants));
  }

  private static Aim counted(String figure, long toReach, String count) {
    return new Aim(figure, toReach, totals -> totals.sum(run -> run.count(count)));
  }

  private static long harms(Totals totals, ServerHarm harm) {
    return totals.sum(run -> run.count(Counts.of(harm)));
  }

  private static ToLongFunction<Totals> fewest(String side) {
    String prefix = "cut %s ".formatted(side);
    return totals -> {
      Map<String, Long> verbs = totals.counts(name -> name.startsWith(prefix));
      return verbs.values().stream().mapToLong(Long::longValue).min().orElse(0);
    };
  }
}
