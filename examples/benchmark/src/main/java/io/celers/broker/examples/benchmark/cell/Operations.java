package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.operations.Operator;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import java.util.List;

/** How long an operator waits for an answer while the tables are large. */
public final class Operations implements Cell {

  @Override
  public String name() {
    return "operations";
  }

  @Override
  public String meaning() {
    return "Every call that looks, and a step of each verb on many, among twice --rows pending and"
        + " as many finished tasks; the target is a median below 200 ms, for what counts the whole"
        + " table there is none.";
  }

  @Override
  public List<Contender> contenders() {
    return List.of(Contender.broker(Operator::new));
  }
}
