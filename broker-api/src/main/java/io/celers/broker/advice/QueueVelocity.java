package io.celers.broker.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How fast a queue grows or drains.
 *
 * <p>Continuity: {@code net = enqueued - finished}; {@code time to drain = depth / -net}; {@code
 * time to the limit = (limit - depth) / net}. Rates that differ by up to a hundredth of the larger
 * one count as equal, because a count over some minutes is not more exact than that.
 *
 * @param enqueued how fast tasks come
 * @param finished how fast tasks go
 * @param depth tasks in the queue, from 0
 * @param limit how many the queue may hold, from 0; empty if as many as there is room on the disk
 */
public record QueueVelocity(Rate enqueued, Rate finished, long depth, OptionalLong limit)
    implements Measurement {

  private static final double NOISE = 0.01;
  private static final Duration SOON = Duration.ofHours(1);

  /** Checks the figures. */
  public QueueVelocity {
    Figures.notNegative("depth", depth);
    limit.ifPresent(value -> Figures.notNegative("limit", value));
  }

  /** Of a queue without a limit. */
  public QueueVelocity(Rate enqueued, Rate finished, long depth) {
    this(enqueued, finished, depth, OptionalLong.empty());
  }

  /** Where the depth goes. */
  public Trend trend() {
    double net = enqueued.perSecond() - finished.perSecond();
    double larger = Math.max(enqueued.perSecond(), finished.perSecond());
    if (Math.abs(net) <= NOISE * larger) {
      return new Trend.Steady();
    }
    Rate change = Rate.perSecond(Math.abs(net));
    return net > 0
        ? new Trend.Growing(change, full(change))
        : new Trend.Shrinking(change, Figures.timeFor(depth, change));
  }

  private Optional<Duration> full(Rate growth) {
    return limit.isEmpty()
        ? Optional.empty()
        : Figures.timeFor(Math.max(0, limit.getAsLong() - depth), growth);
  }

  @Override
  public Finding finding() {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(Evidence.of("enqueued", enqueued));
    evidence.add(Evidence.of("finished", finished));
    evidence.add(Evidence.of("depth", depth, Unit.TASKS));
    limit.ifPresent(value -> evidence.add(Evidence.of("limit", value, Unit.TASKS)));
    Trend trend = trend();
    if (trend instanceof Trend.Growing growing) {
      evidence.add(Evidence.of("growth", growing.net()));
      growing.full().ifPresent(time -> evidence.add(Evidence.of("time to limit", time)));
    }
    if (trend instanceof Trend.Shrinking shrinking) {
      evidence.add(Evidence.of("drain", shrinking.net()));
      shrinking.drained().ifPresent(time -> evidence.add(Evidence.of("time to drain", time)));
    }
    return new Finding(
        "queue-velocity", severity(trend), evidence, recommendation(trend), List.of());
  }

  private static Severity severity(Trend trend) {
    if (!(trend instanceof Trend.Growing growing)) {
      return Severity.OK;
    }
    return growing.full().filter(time -> time.compareTo(SOON) <= 0).isPresent()
        ? Severity.CRITICAL
        : Severity.WARNING;
  }

  private static String recommendation(Trend trend) {
    if (trend instanceof Trend.Growing growing) {
      return growing.full().isPresent()
          ? "More tasks come than go: add workers before the limit is reached, after which new"
              + " tasks are refused."
          : "More tasks come than go: add workers, unless this is a peak that the next quiet hours"
              + " make up for.";
    }
    return trend instanceof Trend.Shrinking
        ? "More tasks go than come: the queue drains."
        : "As many tasks come as go.";
  }
}
