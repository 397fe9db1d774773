package io.celers.broker.examples.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A contender in one cell: opened, measured round by round, and given up when it fails. */
final class Entrant implements AutoCloseable {

  private record Metric(String name, Unit unit) {}

  private final Contender contender;
  private final Duration limit;
  private final Map<Metric, List<Double>> values = new LinkedHashMap<>();
  private @Nullable Side side;
  private List<Plan> plans = List.of();
  private List<Series> series = List.of();
  private @Nullable String absence;
  private @Nullable String failure;

  Entrant(Contender contender, Duration limit) {
    this.contender = contender;
    this.limit = limit;
  }

  String name() {
    return contender.name();
  }

  boolean isOut() {
    return failure != null || absence != null;
  }

  void open(Bench bench) {
    attempt("open", () -> side = contender.opener().open(bench));
  }

  void warmUp() {
    attempt("warm-up", this::measured);
  }

  void round() {
    attempt(
        "round",
        () -> {
          for (Figure figure : measured()) {
            values
                .computeIfAbsent(
                    new Metric(figure.metric(), figure.unit()), metric -> new ArrayList<>())
                .add(figure.value());
          }
          return this;
        });
  }

  void explain() {
    Side open = side;
    if (open != null) {
      attempt("plans", () -> plans = open.plans());
      attempt("series", () -> series = open.series());
    }
  }

  private List<Figure> measured() throws Exception {
    if (side == null) {
      throw new IllegalStateException("not open");
    }
    return side.round();
  }

  /** Another library may hang: what takes too long is left behind. */
  private void attempt(String step, Callable<?> work) {
    if (isOut()) {
      return;
    }
    FutureTask<?> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "benchmark " + name());
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      failure = step + ": not done after " + limit.toSeconds() + " s";
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SideUnavailable missing) {
        absence = missing.getMessage();
      } else {
        failure = step + ": " + causes(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = step + ": interrupted";
    }
  }

  private static String causes(@Nullable Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      text.append(text.isEmpty() ? "" : "; ").append(t.toString().lines().findFirst().orElse(""));
      for (Throwable suppressed : t.getSuppressed()) {
        text.append("; ").append(causes(suppressed));
      }
    }
    return text.toString();
  }

  SideResult result() {
    List<Summary> summaries = new ArrayList<>();
    values.forEach(
        (metric, series) -> summaries.add(Summary.of(metric.name(), metric.unit(), series)));
    return new SideResult(
        name(),
        summaries,
        plans,
        series,
        Optional.ofNullable(absence),
        Optional.ofNullable(failure));
  }

  @Override
  public void close() {
    Side open = side;
    if (open != null) {
      String before = failure;
      failure = null;
      attempt(
          "close",
          () -> {
            open.close();
            return open;
          });
      failure = before != null ? before : failure;
    }
  }
}
