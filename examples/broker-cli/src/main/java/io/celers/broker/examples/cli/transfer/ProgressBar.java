package io.celers.broker.examples.cli.transfer;

import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How far something is, on one line of a terminal that is written over and in the end cleared.
 *
 * <p>For use by one thread.
 */
final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 30;
  private static final String CLEAR = "\r\u001b[K";
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(100);

  private final PrintWriter terminal;
  private final OptionalLong total;
  private long shown = System.nanoTime() - EVERY;

  /** Without a total it is words without a bar. */
  ProgressBar(PrintWriter terminal, OptionalLong total) {
    this.terminal = terminal;
    this.total = total;
  }

  /** So much is done; not shown if something was shown a moment ago. */
  void show(long done, String words) {
    long now = System.nanoTime();
    if (now - shown < EVERY) {
      return;
    }
    shown = now;
    terminal.print(CLEAR + line(done, total, words));
    terminal.flush();
  }

  static String line(long done, OptionalLong total, String words) {
    if (total.isEmpty()) {
      return words;
    }
    // rows may come while they are counted
    double part = Math.min(1, (double) done / Math.max(1, total.getAsLong()));
    int filled = (int) (part * WIDTH);
    return "[%s%s] %3d %%  %s"
        .formatted("#".repeat(filled), "-".repeat(WIDTH - filled), (int) (part * 100), words);
  }

  @Override
  public void close() {
    terminal.print(CLEAR);
    terminal.flush();
  }
}
