package io.celers.broker.examples.benchmark.run;

import java.time.Duration;
import java.util.List;

/**
 * What a cell came to.
 *
 * @param took with warm-up and everything that is not timed
 */
public record CellResult(String cell, String meaning, List<SideResult> sides, Duration took) {

  /** Sets the ratios. */
  CellResult compared() {
    SideResult first = sides.get(0);
    List<SideResult> compared =
        sides.stream()
            .map(
                side ->
                    new SideResult(
                        side.name(),
                        side.summaries().stream()
                            .map(s -> s.against(first.median(s.metric()).orElse(Double.NaN)))
                            .toList(),
                        side.plans(),
                        side.series(),
                        side.absence(),
                        side.failure()))
            .toList();
    return new CellResult(cell, meaning, compared, took);
  }

  /** Whether each side was measured. */
  public boolean isComplete() {
    return sides.stream().allMatch(side -> side.failure().isEmpty());
  }
}
