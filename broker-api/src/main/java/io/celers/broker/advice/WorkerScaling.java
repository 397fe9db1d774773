package io.celers.broker.advice;

import java.time.Duration;
import java.util.List;

/**
 * How many tasks have to run at once.
 *
 * <p>Little's law (J. D. C. Little, 1961) for the handlers: {@code concurrency = rate * run time}.
 * The rate is the target and what works off the backlog in ten minutes; a quarter is added, so that
 * workers are busy four fifths of the time, because waiting times grow without bound as that comes
 * near to one (queueing theory, M/M/c): {@code needed = ceil((target + pending / 600 s) * run time
 * * 1.25)}, at least 1 if there is anything to do.
 *
 * <p>{@link Direction#DOWN} is advised only below seven tenths of what runs now, so that advice
 * that is followed does not turn around at once. Headroom, time and hysteresis are conventions.
 *
 * @param pending tasks that wait and are due, from 0
 * @param workers how many tasks can run at once now, over all processes, from 0
 * @param meanRunTime how long a handler runs on the mean, from 0, at most ten years
 * @param target how many tasks have to be finished
 */
public record WorkerScaling(long pending, long workers, Duration meanRunTime, Rate target)
    implements Measurement {

  /** Where to go from here. */
  public enum Direction {
    /** More workers. */
    UP,
    /** As many as now. */
    HOLD,
    /** Fewer would do. */
    DOWN
  }

  private static final long DRAIN_MINUTES = 10;
  private static final double HEADROOM = 1.25;
  private static final double DOWN_BELOW = 0.7;

  /** Checks the figures. */
  public WorkerScaling {
    Figures.notNegative("pending", pending);
    Figures.notNegative("workers", workers);
    Figures.notNegative("meanRunTime", meanRunTime);
  }

  /** How many tasks have to run at once. */
  public long needed() {
    if (pending == 0 && target.isZero()) {
      return 0;
    }
    double drain = pending / Figures.seconds(Duration.ofMinutes(DRAIN_MINUTES));
    double busy = (target.perSecond() + drain) * Figures.seconds(meanRunTime);
    return Math.max(1, Figures.ceil(busy * HEADROOM));
  }

  /** Where to go from here. */
  public Direction direction() {
    long needed = needed();
    if (needed > workers) {
      return Direction.UP;
    }
    return needed < workers * DOWN_BELOW ? Direction.DOWN : Direction.HOLD;
  }

  @Override
  public Finding finding() {
    Direction direction = direction();
    List<Evidence> evidence =
        List.of(
            Evidence.of("pending", pending, Unit.TASKS),
            Evidence.of("workers", workers, Unit.WORKERS),
            Evidence.of("mean run time", meanRunTime),
            Evidence.of("target", target),
            Evidence.of("needed", needed(), Unit.WORKERS));
    return new Finding(
        "worker-scaling",
        severity(direction),
        evidence,
        recommendation(direction),
        direction == Direction.HOLD
            ? List.of()
            : List.of(new Remedy.Setting("concurrency of all workers together", needed())));
  }

  private Severity severity(Direction direction) {
    return switch (direction) {
      case UP -> workers == 0 ? Severity.CRITICAL : Severity.WARNING;
      case HOLD -> Severity.OK;
      case DOWN -> Severity.INFO;
    };
  }

  private static String recommendation(Direction direction) {
    return switch (direction) {
      case UP -> "Run more tasks at once.";
      case HOLD -> "As many workers as are needed.";
      case DOWN -> "Fewer workers would do; a lower concurrency frees connections.";
    };
  }
}
