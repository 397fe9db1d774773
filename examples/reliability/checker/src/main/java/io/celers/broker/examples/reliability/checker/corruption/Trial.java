package io.celers.broker.examples.reliability.checker.corruption;

import io.celers.broker.examples.reliability.checker.Judge;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What the judge said of evidence that was wrong on purpose.
 *
 * @param tried how many pieces of wrong evidence there were
 * @param kinds in how many ways they were wrong
 * @param missed what the judge did not find, as a kind and a number
 */
public record Trial(int tried, int kinds, List<String> missed) {

  /** Copies the list. */
  public Trial {
    missed = List.copyOf(missed);
  }

  /**
   * Tries each way on the same good evidence.
   *
   * @param times how often each
   * @param seed decides what is made wrong
   */
  public static Trial of(Evidence good, int times, long seed) {
    Random random = new Random(seed);
    int tried = 0;
    int kinds = 0;
    List<String> missed = new ArrayList<>();
    Map<String, Corruption> ways =
        good.ticks().isPresent() ? Corruptions.ofTicks() : Corruptions.ofTasks();
    for (Map.Entry<String, Corruption> way : ways.entrySet()) {
      int before = tried;
      for (int i = 0; i < times; i++) {
        Optional<Evidence> wrong = way.getValue().of(good, random);
        if (wrong.isPresent()) {
          tried++;
          if (Judge.decide(wrong.get(), Map.of()).kept()) {
            missed.add(way.getKey() + ", try " + i + ", seed " + seed);
          }
        }
      }
      kinds += tried > before ? 1 : 0;
    }
    return new Trial(tried, kinds, missed);
  }
}
