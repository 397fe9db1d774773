package io.celers.broker.advice;

/** Unit of a figure, with its symbol in text and JSON. */
public enum Unit {
  TASKS("tasks"),
  TASKS_PER_SECOND("tasks/s"),
  SECONDS("s"),
  BYTES("B"),
  WORKERS("workers"),
  CONNECTIONS("connections"),
  ROWS("rows"),
  ROWS_PER_SECOND("rows/s"),
  SCANS("scans"),
  BLOCKS("blocks"),
  /** A pure number. */
  NUMBER("");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As printed; empty for a pure number. */
  public String symbol() {
    return symbol;
  }
}
