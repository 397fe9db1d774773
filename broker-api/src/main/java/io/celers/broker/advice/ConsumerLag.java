package io.celers.broker.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the workers of a queue are behind.
 *
 * <p>Little's law (J. D. C. Little, 1961) for the time that a task spends in the system: {@code lag
 * = (pending + processing) / finished}. It is the time from enqueue to the end of a task that comes
 * now, if the rate stays.
 *
 * <p>Above its target a lag is a {@link Severity#WARNING}, above twelve times that {@link
 * Severity#CRITICAL}: five minutes and an hour with the default. These two bounds are a convention.
 *
 * @param pending tasks that wait and are due, from 0
 * @param processing tasks that are held by workers, from 0
 * @param finished how fast tasks finish
 * @param target longest lag that is good enough, above zero, at most ten years
 */
public record ConsumerLag(long pending, long processing, Rate finished, Duration target)
    implements Measurement {

  /** Target where none is given: five minutes, as long as the default lease. */
  public static final Duration DEFAULT_TARGET = Duration.ofMinutes(5);

  private static final int CRITICAL_TARGETS = 12;

  /** Checks the figures. */
  public ConsumerLag {
    Figures.notNegative("pending", pending);
    Figures.notNegative("processing", processing);
    Figures.positive("target", target);
  }

  /** With the {@linkplain #DEFAULT_TARGET default target}. */
  public ConsumerLag(long pending, long processing, Rate finished) {
    this(pending, processing, finished, DEFAULT_TARGET);
  }

  /** The lag; empty if the tasks would not finish within ten years at this rate, or never. */
  public Optional<Duration> lag() {
    return Figures.timeFor(backlog(), finished);
  }

  /** What to do. */
  public LagAdvice advice() {
    if (backlog() == 0) {
      return new LagAdvice.Idle();
    }
    if (finished.isZero()) {
      return processing == 0 ? new LagAdvice.StartWorkers() : new LagAdvice.LookIntoHandlers();
    }
    double factor = backlog() / finished.perSecond() / Figures.seconds(target);
    return factor <= 1
        ? new LagAdvice.KeepPace()
        : new LagAdvice.AddCapacity(Math.min(factor, LagAdvice.AddCapacity.MAX_FACTOR));
  }

  @Override
  public Finding finding() {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(Evidence.of("pending", pending, Unit.TASKS));
    evidence.add(Evidence.of("processing", processing, Unit.TASKS));
    evidence.add(Evidence.of("finished", finished));
    evidence.add(Evidence.of("target", target));
    lag().ifPresent(lag -> evidence.add(Evidence.of("lag", lag)));
    return new Finding("consumer-lag", severity(), evidence, recommendation(), List.of());
  }

  private Severity severity() {
    LagAdvice advice = advice();
    if (advice instanceof LagAdvice.Idle || advice instanceof LagAdvice.KeepPace) {
      return Severity.OK;
    }
    return advice instanceof LagAdvice.AddCapacity more && more.factor() <= CRITICAL_TARGETS
        ? Severity.WARNING
        : Severity.CRITICAL;
  }

  private String recommendation() {
    LagAdvice advice = advice();
    if (advice instanceof LagAdvice.Idle) {
      return "The queue is empty.";
    }
    if (advice instanceof LagAdvice.KeepPace) {
      return "The workers keep pace.";
    }
    if (advice instanceof LagAdvice.AddCapacity more) {
      return "Finish tasks "
          + Figures.text(more.factor())
          + " times as fast: raise the concurrency of the workers, start more of them, or make the"
          + " handlers faster.";
    }
    return advice instanceof LagAdvice.StartWorkers
        ? "No worker claims from this queue: start one, or resume the queue if it is paused."
        : "Workers hold tasks but none finishes: look for handlers that hang and for errors.";
  }

  // As a double, because two counts may be more than a long together.
  private double backlog() {
    return (double) pending + processing;
  }
}
