package io.celers.broker.examples.reliability.commits;

import io.celers.broker.examples.reliability.checker.Verdict;
import io.celers.broker.examples.reliability.proxy.CommitCut.Manner;
import io.celers.broker.examples.reliability.proxy.CommitCut.Side;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.scenario.Progress;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Every verb that changes something, its connection cut just before the server sees its commit, and
 * just after the server has committed.
 *
 * @param most verbs to cut, drawn by the seed if there are more
 * @param cuts of each verb, on each side
 * @param corruptions pieces of wrong evidence of each kind that the judge is tried on
 */
public record CommitCuts(int most, int cuts, int corruptions, long seed) implements Scenario {

  @Override
  public ScoreCard run(RunFolder folder, Progress progress) throws Exception {
    Instant began = Instant.now();
    Random random = new Random(seed);
    List<Verb> verbs = drawn(random);
    List<Observation> seen = new ArrayList<>();
    try (HarnessServer server = HarnessServer.start();
        Theatre theatre = new Theatre(server);
        BufferedWriter history = Files.newBufferedWriter(folder.histories().resolve("cuts.log"))) {
      Map<Verb, Rehearsal> rehearsals = new LinkedHashMap<>();
      for (Verb verb : verbs) {
        rehearsals.put(verb, theatre.rehearse(verb));
      }
      for (int round = 0; round < cuts; round++) {
        for (Map.Entry<Verb, Rehearsal> verb : rehearsals.entrySet()) {
          for (Side side : Side.values()) {
            Manner manner = Manner.values()[random.nextInt(Manner.values().length)];
            int commit = random.nextInt(verb.getValue().commits());
            Observation cut = theatre.play(verb.getKey(), verb.getValue(), side, manner, commit);
            history.write("%s %s%n".formatted(manner, cut));
            seen.add(cut);
            progress.at(seen.size(), 2L * cuts * verbs.size());
          }
        }
      }
    }
    Verdict verdict = CutJudge.decide(seen, verbs.stream().map(Verb::name).toList(), cuts);
    return new ScoreCard(
        "commit-cuts",
        seed,
        Map.of("cuts", Integer.toString(cuts)),
        began,
        Instant.now(),
        verdict,
        Map.of("verbs", Integer.toString(verbs.size())),
        Falsified.trial(seen, corruptions, seed));
  }

  private List<Verb> drawn(Random random) {
    List<Verb> verbs = new ArrayList<>(Verbs.all());
    Collections.shuffle(verbs, random);
    return verbs.subList(0, Math.min(most, verbs.size()));
  }
}
