package io.celers.broker.examples.benchmark.run;

/** What a figure counts. */
public enum Unit {
  TASKS_PER_SECOND("tasks/s"),
  CALLS_PER_SECOND("calls/s"),
  MILLISECONDS("ms"),
  BYTES("B"),
  MEBIBYTES("MiB"),
  ROWS("rows"),
  PERCENT("%");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As it is printed. */
  public String symbol() {
    return symbol;
  }
}
