package io.celers.broker.examples.cli.output;

/** A text that is JSON already. */
public record RawJson(String text) {

  @Override
  public String toString() {
    return text;
  }
}
