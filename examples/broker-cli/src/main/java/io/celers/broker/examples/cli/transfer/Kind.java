package io.celers.broker.examples.cli.transfer;

import io.celers.broker.Broker;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** What a file holds; picocli reads the constants by their text. */
enum Kind {
  TASKS("tasks", "task", "tasks"),
  DEAD_LETTERS("dlq", "dead letter", "dead letters"),
  RESULTS("results", "result", "results");

  private final String argument;
  private final String one;
  private final String many;

  Kind(String argument, String one, String many) {
    this.argument = argument;
    this.one = one;
    this.many = many;
  }

  String count(long rows) {
    return Words.count(rows, one, many);
  }

  Imported importFrom(InputStream in, Broker broker, Consumer<Imported> progress)
      throws IOException {
    return switch (this) {
      case TASKS -> broker.tasks().importFrom(in, progress);
      case DEAD_LETTERS -> broker.deadLetters().importFrom(in, progress);
      case RESULTS -> broker.results().importFrom(in, progress);
    };
  }

  @Override
  public String toString() {
    return argument;
  }
}
