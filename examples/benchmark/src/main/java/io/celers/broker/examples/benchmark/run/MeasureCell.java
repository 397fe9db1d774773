package io.celers.broker.examples.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Measures the sides of one cell in turns: A B C, B C A, C A B, .. */
public final class MeasureCell {

  /** Told what is being done. */
  @FunctionalInterface
  public interface Listener {

    /** Such a step of such a side of a cell begins. */
    void begins(String cell, String side, String step);
  }

  private final Bench bench;
  private final List<String> sides;
  private final Listener listener;

  /**
   * Measures on this bench.
   *
   * @param sides names of the sides that are measured; none for all
   */
  public MeasureCell(Bench bench, List<String> sides, Listener listener) {
    this.bench = bench;
    this.sides = List.copyOf(sides);
    this.listener = listener;
  }

  /**
   * Measures the cell. Never throws for a side's sake: what fails is in the result.
   *
   * @param budget after this no further round begins but those that the cell makes in any case
   */
  public CellResult execute(Cell cell, Duration budget) {
    Scale scale = cell.scale(bench.scale());
    Bench scaled = new Bench(bench.server(), scale);
    long began = System.nanoTime();
    long end = began + budget.toNanos();
    List<Entrant> entrants =
        cell.contenders().stream()
            .filter(contender -> sides.isEmpty() || sides.contains(contender.name()))
            .map(contender -> new Entrant(contender, scale.roundLimit()))
            .toList();
    try {
      each(cell, entrants, "open", entrant -> entrant.open(scaled));
      for (int round = 1; round <= scale.warmUps() && System.nanoTime() - end < 0; round++) {
        each(cell, entrants, "warm-up " + round, Entrant::warmUp);
      }
      int round = 1;
      List<Entrant> turns = new ArrayList<>(entrants);
      do {
        each(
            cell,
            turns,
            "round " + round,
            entrant -> {
              bench.server().checkpoint();
              entrant.round();
            });
        // none is always the one that comes after a certain other
        Collections.rotate(turns, -1);
        round++;
      } while (round <= scale.rounds()
          && (round <= cell.leastRounds() || System.nanoTime() - end < 0));
      entrants.forEach(Entrant::explain);
    } finally {
      each(cell, entrants, "close", Entrant::close);
    }
    List<SideResult> sides = entrants.stream().map(Entrant::result).toList();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new CellResult(cell.name(), cell.meaning(), sides, took).compared();
  }

  private void each(Cell cell, List<Entrant> entrants, String step, Consumer<Entrant> action) {
    for (Entrant entrant : entrants) {
      listener.begins(cell.name(), entrant.name(), step);
      action.accept(entrant);
    }
  }
}
