package io.celers.broker.examples.indexer;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, or nothing. Safe for use by many threads. */
final class Progress implements AutoCloseable {

  private static final int MILLIS_WITH_A_TERMINAL = 100;
  private static final int MILLIS_IN_A_LOG = 5_000;

  private final @Nullable ProgressBar bar;
  private long expected;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress none() {
    return new Progress(null);
  }

  static Progress bar() {
    boolean terminal = System.console() != null;
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName("indexing")
            .setUnit(" files", 1)
            .setInitialMax(0)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? MILLIS_WITH_A_TERMINAL : MILLIS_IN_A_LOG)
            .showSpeed()
            .build());
  }

  /** So many more tasks are to be done. */
  synchronized void expect(long more) {
    expected += more;
    if (bar != null) {
      bar.maxHint(expected);
    }
  }

  /** So many are done. */
  void finished(long count) {
    if (bar != null) {
      bar.stepTo(count);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
