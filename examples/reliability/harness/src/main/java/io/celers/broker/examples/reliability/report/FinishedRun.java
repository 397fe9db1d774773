package io.celers.broker.examples.reliability.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The score card of a run, read again. */
final class FinishedRun {

  private final JsonNode card;

  FinishedRun(JsonNode card) {
    this.card = card;
  }

  String scenario() {
    return card.path("scenario").asString();
  }

  String name() {
    return "%s, seed %d".formatted(scenario(), card.path("seed").asLong());
  }

  Duration took() {
    return Duration.between(
        Instant.parse(card.path("began").asString()), Instant.parse(card.path("ended").asString()));
  }

  long count(String name) {
    return card.path("verdict").path("counts").path(name).asLong();
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    card.path("verdict")
        .path("counts")
        .forEachEntry((name, count) -> counts.put(name, count.asLong()));
    return counts;
  }

  Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    card.path("figures").forEachEntry((name, figure) -> figures.put(name, figure.asString()));
    return figures;
  }

  long violations() {
    long violations = 0;
    for (JsonNode rule : card.path("verdict").path("rules")) {
      violations += rule.path("violations").asLong();
    }
    return violations;
  }

  /** Wrong evidence that the checker was tried on. */
  long corrupted() {
    return card.path("trial").path("tried").asLong();
  }

  /** What was wrong with the run; nothing if it has passed. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    card.path("verdict").path("vacuous").forEach(line -> faults.add(line.asString()));
    if (violations() > 0) {
      faults.add("%d broken promises".formatted(violations()));
    }
    card.path("trial").path("missed").forEach(kind -> faults.add("not found: " + kind.asString()));
    if (corrupted() == 0 && faults.isEmpty()) {
      faults.add("checker not tried");
    }
    return faults;
  }
}
