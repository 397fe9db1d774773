package io.celers.broker.examples.benchmark;

import io.celers.broker.examples.benchmark.run.MeasureCell;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar over cells on standard error, or nothing. */
final class Progress implements MeasureCell.Listener, AutoCloseable {

  private static final int MILLIS_WITH_A_TERMINAL = 100;
  private static final int MILLIS_IN_A_LOG = 10_000;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress none() {
    return new Progress(null);
  }

  static Progress bar(int cells) {
    boolean terminal = System.console() != null;
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName("measuring")
            .setUnit(" cells", 1)
            .setInitialMax(cells)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? MILLIS_WITH_A_TERMINAL : MILLIS_IN_A_LOG)
            .build());
  }

  @Override
  public void begins(String cell, String side, String step) {
    if (bar != null) {
      bar.setExtraMessage(" %s, %s, %s".formatted(cell, side, step));
    }
  }

  void cellDone() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
