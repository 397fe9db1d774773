package io.celers.broker.jooq.internal.maintenance;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the reaper of one broker goes on.
 *
 * <p>A hint in memory: lost or overtaken by another thread, it only makes the reaper look at some
 * tasks twice, or later.
 */
public final class ReaperPosition {

  private final AtomicReference<ReapTasks.@Nullable Position> next = new AtomicReference<>();

  /** At the start of the live tasks. */
  public ReaperPosition() {}

  ReapTasks.@Nullable Position get() {
    return next.get();
  }

  void set(ReapTasks.@Nullable Position position) {
    next.set(position);
  }
}
