package io.celers.broker.examples.reliability;

import io.celers.broker.examples.reliability.scenario.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, or nothing. */
final class ProgressLine implements Progress, AutoCloseable {

  private static final int MILLIS_WITH_A_TERMINAL = 500;
  private static final int MILLIS_IN_A_LOG = 10_000;

  private final @Nullable ProgressBar bar;

  private ProgressLine(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static ProgressLine of(String scenario, boolean none) {
    if (none) {
      return new ProgressLine(null);
    }
    boolean terminal = System.console() != null;
    return new ProgressLine(
        new ProgressBarBuilder()
            .setTaskName(scenario)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? MILLIS_WITH_A_TERMINAL : MILLIS_IN_A_LOG)
            .build());
  }

  @Override
  public void at(long done, long all) {
    if (bar != null) {
      bar.maxHint(all);
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
