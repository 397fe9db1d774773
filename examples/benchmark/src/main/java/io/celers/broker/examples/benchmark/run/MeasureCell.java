package io.celers.broker.examples.benchmark.run;

import java.time.Duration;
import java.util.List;

/** Measures the sides of one cell in turns: A B C, A B C, .. */
public final class MeasureCell {

  /** Told what is being done. */
  @FunctionalInterface
  public interface Listener {

    /** Such a step of such a side of a cell begins. */
    void begins(String cell, String side, String step);
  }

  private final Bench bench;
  private final Listener listener;

  /** Measures on this bench. */
  public MeasureCell(Bench bench, Listener listener) {
    this.bench = bench;
    this.listener = listener;
  }

  /** Never throws for a side's sake: what fails is in the result. */
  public CellResult execute(Cell cell) {
    Scale scale = bench.scale();
    long began = System.nanoTime();
    List<Entrant> entrants =
        cell.contenders().stream()
            .map(contender -> new Entrant(contender, scale.roundLimit()))
            .toList();
    try {
      for (Entrant entrant : entrants) {
        listener.begins(cell.name(), entrant.name(), "open");
        entrant.open(bench);
      }
      for (Entrant entrant : entrants) {
        listener.begins(cell.name(), entrant.name(), "warm-up");
        entrant.warmUp();
      }
      for (int round = 1; round <= scale.rounds(); round++) {
        // at least one, so that there are figures
        if (round > 1 && System.nanoTime() - began > scale.cellBudget().toNanos()) {
          break;
        }
        for (Entrant entrant : entrants) {
          if (!entrant.isOut()) {
            listener.begins(cell.name(), entrant.name(), "round " + round);
            bench.server().checkpoint();
            entrant.round();
          }
        }
      }
    } finally {
      entrants.forEach(Entrant::close);
    }
    List<SideResult> sides = entrants.stream().map(Entrant::result).toList();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new CellResult(cell.name(), cell.meaning(), sides, took).compared();
  }
}
