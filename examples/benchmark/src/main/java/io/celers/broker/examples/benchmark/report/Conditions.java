package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.ServerFacts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Under what conditions a run was made, as lines of text. */
final class Conditions {

  private Conditions() {}

  static List<String> of(RunReport report) {
    ServerFacts facts = report.before();
    Scale scale = report.scale();
    String settings =
        facts.settings().entrySet().stream()
            .map(setting -> setting.getKey() + " = " + setting.getValue())
            .collect(Collectors.joining(", "));
    return List.of(
        "PostgreSQL " + facts.version() + ": " + settings,
        String.format(
            Locale.ROOT,
            "Machine: %d cores, shared by server and program; load average %.1f before, %.1f after",
            facts.cores(),
            facts.loadAverage(),
            report.loadAfter()),
        "Java %s, heap up to %d MiB".formatted(facts.java(), facts.maxHeapBytes() >> 20),
        String.format(
            Locale.ROOT,
            "Up to %d rounds after %d to warm up, sides in turns; %.1f s or %,d tasks each;"
                + " payload %d B",
            scale.rounds(),
            scale.warmUps(),
            scale.timed().toMillis() / 1e3,
            scale.tasks(),
            report.payloadBytes()),
        "From %s to %s".formatted(report.began(), report.ended()));
  }
}
