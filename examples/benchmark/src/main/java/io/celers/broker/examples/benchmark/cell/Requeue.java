package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.operations.RequeueTogether;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import java.util.List;

/** Two operators who put the same dead letters back at once. */
public final class Requeue implements Cell {

  @Override
  public String name() {
    return "requeue";
  }

  @Override
  public String meaning() {
    return "Two operators requeue the same --rows dead letters at once, in steps of 1,000; fails if"
        + " one is lost or doubled.";
  }

  @Override
  public List<Contender> contenders() {
    return List.of(Contender.broker(RequeueTogether::new));
  }
}
