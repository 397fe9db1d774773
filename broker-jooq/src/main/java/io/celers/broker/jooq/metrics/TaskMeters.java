package io.celers.broker.jooq.metrics;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.celers.broker.delivery.Settlement;
import io.celers.broker.metrics.MetricsListener;
import io.celers.broker.metrics.MetricsSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The meters of each name of a task in one registry. */
final class TaskMeters implements MetricsListener {

  /**
   * Bucket limits of both histograms: from what a notified worker needs, over the longest wait
   * between two polls (1 s) and the default lease (5 min), to what should have been seen to.
   */
  private static final Duration[] LIMITS = {
    ofMillis(5),
    ofMillis(20),
    ofMillis(100),
    ofMillis(500),
    ofSeconds(1),
    ofSeconds(5),
    ofSeconds(30),
    ofMinutes(1),
    ofMinutes(5),
    ofMinutes(15),
    ofMinutes(60)
  };

  private static final String TASK_NAME = "task_name";

  /** Of one name. */
  private record Meters(
      Timer pickup, Timer held, Counter retries, Counter deadLetters, Counter leaseLosses) {}

  private final MeterRegistry registry;
  private final Supplier<MetricsSnapshot> snapshot;
  private final Map<String, Meters> meters = new ConcurrentHashMap<>();

  TaskMeters(MeterRegistry registry, Supplier<MetricsSnapshot> snapshot) {
    this.registry = registry;
    this.snapshot = snapshot;
  }

  // All at once, so that they begin at zero and the first event is seen by rate().
  @Override
  public void named(String name) {
    meters.put(
        name,
        new Meters(
            timer("celers.task.pickup", "Time that tasks were due before they were claimed", name),
            timer("celers.task.run", "Time that tasks were held before they were settled", name),
            counter("celers.task.retries", "Rejections that are tried again", name),
            counter("celers.task.dead.letters", "Rejections into the dead letters", name),
            counter("celers.task.lease.losses", "Holders that were too slow", name)));
    Gauge.builder("celers.tasks.enqueued.by.type", () -> snapshot.get().enqueued(name))
        .description("Tasks that were enqueued and committed, by name")
        .tag(TASK_NAME, name)
        .register(registry);
  }

  @Override
  public void claimed(String name, Duration waited) {
    of(name).pickup().record(waited);
  }

  @Override
  public void settled(String name, Settlement.Fate fate, Duration held) {
    if (fate == Settlement.Fate.RELEASED) {
      return;
    }
    Meters of = of(name);
    of.held().record(held);
    if (fate == Settlement.Fate.RETRY) {
      of.retries().increment();
    } else if (fate == Settlement.Fate.DEAD_LETTER) {
      of.deadLetters().increment();
    }
  }

  @Override
  public void leaseLost(String name) {
    of(name).leaseLosses().increment();
  }

  private Meters of(String name) {
    return Objects.requireNonNull(meters.get(name), "told before");
  }

  private Timer timer(String meter, String description, String name) {
    return Timer.builder(meter)
        .description(description)
        .tag(TASK_NAME, name)
        .serviceLevelObjectives(LIMITS)
        .register(registry);
  }

  private Counter counter(String meter, String description, String name) {
    return Counter.builder(meter).description(description).tag(TASK_NAME, name).register(registry);
  }
}
