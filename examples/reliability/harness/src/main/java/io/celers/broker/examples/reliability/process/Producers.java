package io.celers.broker.examples.reliability.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Producers that share the orders of a run. */
public final class Producers implements AutoCloseable {

  private final List<ChildProcess> processes = new ArrayList<>();

  /**
   * Starts them.
   *
   * @param orders of all together
   * @param rate orders in a second, of all together
   */
  public Producers(int count, int orders, int rate, Path histories, Arguments arguments) {
    for (int i = 0; i < count; i++) {
      Arguments share =
          arguments
              .with("first", 1 + i * orders / count)
              .with("last", (i + 1) * orders / count)
              .with("rate", Math.max(1, rate / count));
      processes.add(ChildProcess.start(Role.PRODUCER, "producer-" + (i + 1), histories, share));
    }
  }

  /** Whether any of them has not ended. */
  public boolean areAtWork() {
    return processes.stream().anyMatch(ChildProcess::isAlive);
  }

  /**
   * Waits for their end.
   *
   * @throws IllegalStateException if one of them failed
   */
  public void await() {
    for (ChildProcess producer : processes) {
      if (producer.await() != 0) {
        throw new IllegalStateException(producer.name() + " failed, see its log");
      }
    }
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    processes.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
  }
}
