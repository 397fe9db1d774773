package io.celers.broker.jooq.metrics;

import io.celers.broker.Monitoring;
import io.celers.broker.metrics.MetricsSnapshot;
import io.celers.broker.metrics.MetricsSource;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.PoolFigures;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Shows a broker in a Micrometer registry: {@code new BrokerMetrics(broker.metrics())
 * .bindTo(registry)}, once for each registry.
 *
 * <p>Prometheus prints the names as
 *
 * <ul>
 *   <li>{@code celers_tasks_enqueued_total}: tasks that the broker enqueued, committed ones only;
 *   <li>{@code celers_tasks_enqueued_by_type}, tag {@code task_name}: the same by name. It never
 *       falls, and is a gauge all the same, because Prometheus' client gives every counter the
 *       suffix {@code _total};
 *   <li>{@code celers_queue_size}, {@code celers_processing_queue_size}, {@code celers_dlq_size}:
 *       pending tasks, claimed ones and dead letters of all queues, as precise as {@link
 *       Monitoring#queues()} is;
 *   <li>{@code celers_oldest_pending_seconds}, {@code celers_oldest_processing_seconds}: how long
 *       the oldest of them has waited, or has been held; zero if there is none;
 *   <li>{@code celers_pool_connections}, tag {@code state} ({@code active}, {@code idle}), {@code
 *       celers_pool_max_connections}, {@code celers_pool_waiting_threads};
 *   <li>for each {@code task_name} the histograms {@code celers_task_pickup_seconds} and {@code
 *       celers_task_run_seconds}, and the counters {@code celers_task_retries_total}, {@code
 *       celers_task_dead_letters_total} and {@code celers_task_lease_losses_total}, of what this
 *       process does, releases aside; {@link io.celers.broker.metrics.MetricsListener} says which
 *       calls they see.
 * </ul>
 *
 * <p>Names beyond {@link MetricsSource#MAX_NAMES} are {@code other}. A gauge is not a number while
 * the database cannot be asked, or if there is no pool to be looked into.
 *
 * <p>However many meters are read, the database is asked once in an interval. Processes are told
 * apart by the registry's common tags: sum the counts over them, take the maximum of the sizes.
 */
@SuppressWarnings("exports") // Micrometer is optional
public final class BrokerMetrics implements MeterBinder {

  private final MetricsSource source;
  private final Duration interval;

  /**
   * With an interval of {@link Monitoring#DEFAULT_MAX_AGE}, less than usual between two scrapes.
   */
  public BrokerMetrics(MetricsSource source) {
    this(source, Monitoring.DEFAULT_MAX_AGE);
  }

  /**
   * With an interval of one's own.
   *
   * @param interval how old figures may be, zero to one day
   */
  public BrokerMetrics(MetricsSource source, Duration interval) {
    this.source = source;
    this.interval = interval;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    // The registry holds the counter's object weakly; the listener below keeps this binder alive.
    FunctionCounter.builder("celers.tasks.enqueued", this, binder -> binder.snapshot().enqueued())
        .description("Tasks that were enqueued and committed")
        .register(registry);
    source.listen(new TaskMeters(registry, this::snapshot));

    bindSize(registry, "celers.queue.size", "Tasks that wait", QueueFigures::pending);
    bindSize(
        registry, "celers.processing.queue.size", "Tasks that are held", QueueFigures::processing);
    bindSize(registry, "celers.dlq.size", "Tasks that failed for good", QueueFigures::dead);
    bindAge(registry, "celers.oldest.pending", "Longest wait now", QueueFigures::oldestPending);
    bindAge(
        registry, "celers.oldest.processing", "Longest claim now", QueueFigures::oldestProcessing);

    bindPool(registry, "celers.pool.connections", "active", PoolFigures::active);
    bindPool(registry, "celers.pool.connections", "idle", PoolFigures::idle);
    bindPool(registry, "celers.pool.max.connections", "", PoolFigures::maximum);
    bindPool(registry, "celers.pool.waiting.threads", "", PoolFigures::waiting);
  }

  private void bindSize(
      MeterRegistry registry,
      String name,
      String description,
      Function<QueueFigures, Count> figure) {
    Gauge.builder(name, () -> number(queues().map(report -> report.total(figure).value())))
        .description(description)
        .register(registry);
  }

  private void bindAge(
      MeterRegistry registry,
      String name,
      String description,
      Function<QueueFigures, Optional<Duration>> figure) {
    TimeGauge.builder(
            name,
            () -> number(queues().map(report -> oldest(report, figure).toMillis())),
            TimeUnit.MILLISECONDS)
        .description(description)
        .register(registry);
  }

  private void bindPool(
      MeterRegistry registry, String name, String state, ToIntFunction<PoolFigures> figure) {
    Gauge.Builder<?> gauge =
        Gauge.builder(name, () -> number(snapshot().pool().map(figure::applyAsInt)))
            .description("Of the pool that the broker takes its connections from");
    if (!state.isEmpty()) {
      gauge.tag("state", state);
    }
    gauge.register(registry);
  }

  private Optional<QueueReport> queues() {
    return snapshot().queues();
  }

  private MetricsSnapshot snapshot() {
    return source.snapshot(interval);
  }

  private static Duration oldest(
      QueueReport report, Function<QueueFigures, Optional<Duration>> figure) {
    return report.queues().stream()
        .flatMap(queue -> figure.apply(queue).stream())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static double number(Optional<? extends Number> figure) {
    return figure.map(Number::doubleValue).orElse(Double.NaN);
  }
}
