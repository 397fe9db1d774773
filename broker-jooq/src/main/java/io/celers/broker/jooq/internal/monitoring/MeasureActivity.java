package io.celers.broker.jooq.internal.monitoring;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.celers.broker.jooq.internal.monitoring.FindHeldTasks.Holds;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Count;
import io.celers.broker.monitoring.Freshness;
import io.celers.broker.monitoring.Latency;
import io.celers.broker.monitoring.Precision;
import io.celers.broker.monitoring.QueueActivity;
import io.celers.broker.monitoring.Throughput;
import io.celers.broker.monitoring.WorkerActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** Works out what went on lately from stretches of tasks. */
final class MeasureActivity {

  /** Tasks that are read from the end of the primary key, and as many before the fronts. */
  static final int TASKS = 2_000;

  /** Dead letters, and archived tasks: they are there to complete the picture. */
  static final int GONE = 500;

  /** A span that is shorter would be none. */
  private static final Duration SHORTEST = Duration.ofNanos(1_000);

  private final Freshness freshness;
  private final Duration window;
  private final Instant now;
  private final Instant since;
  private final List<Stretch> newest;
  private final List<Stretch> beforeFronts;
  private final Collection<SeenTask> tasks;

  private MeasureActivity(
      Freshness freshness, Duration window, List<Stretch> newest, List<Stretch> beforeFronts) {
    this.freshness = freshness;
    this.window = window;
    this.now = freshness.measuredAt();
    this.since = now.minus(window);
    this.newest = newest;
    this.beforeFronts = beforeFronts;
    // The first one seen counts: what moved between two reads must not count twice.
    Map<UUID, SeenTask> once = new LinkedHashMap<>();
    Stream.concat(newest.stream(), beforeFronts.stream())
        .flatMap(stretch -> stretch.tasks().stream())
        .forEach(task -> once.putIfAbsent(task.id(), task));
    this.tasks = once.values();
  }

  static Activity execute(DSLContext db, Freshness freshness, Duration window) {
    Stretch tasks = SampleNewest.ofTasks(db, TASKS);
    List<Stretch> newest =
        List.of(SampleNewest.ofDeadLetters(db, GONE), SampleNewest.ofArchive(db, GONE), tasks);
    List<Stretch> beforeFronts = tasks.cut() ? SampleBeforeFronts.execute(db, TASKS) : List.of();
    return new MeasureActivity(freshness, window, newest, beforeFronts)
        .activity(FindHeldTasks.execute(db));
  }

  private Activity activity(Holds holds) {
    Map<String, List<SeenTask>> byQueue =
        tasks.stream().collect(groupingBy(SeenTask::queue, TreeMap::new, toList()));
    Map<String, List<SeenTask>> byWorker = new TreeMap<>();
    holds.workers().forEach(worker -> byWorker.put(worker, new ArrayList<>()));
    tasks.forEach(
        task ->
            task.worker()
                .ifPresent(
                    worker ->
                        byWorker.computeIfAbsent(worker, none -> new ArrayList<>()).add(task)));
    return new Activity(
        freshness,
        window,
        tasks.size(),
        isComplete(),
        byQueue.entrySet().stream().map(of -> queue(of.getKey(), of.getValue())).toList(),
        byWorker.entrySet().stream().map(of -> worker(of.getKey(), of.getValue(), holds)).toList());
  }

  private QueueActivity queue(String queue, List<SeenTask> of) {
    Instant seenSince = endsSeenSince(queue);
    return new QueueActivity(
        queue,
        enqueued(of),
        ended(of, seenSince, task -> true),
        ended(of, seenSince, SeenTask::hasFailed),
        latency(of, SeenTask::started, SeenTask::pickUp),
        latency(of, SeenTask::ended, SeenTask::runTime));
  }

  private WorkerActivity worker(String worker, List<SeenTask> of, Holds holds) {
    Instant seenSince =
        of.stream()
            .map(SeenTask::queue)
            .distinct()
            .map(this::endsSeenSince)
            .max(Comparator.naturalOrder())
            .orElse(since);
    Stream<SeenTask> retried =
        of.stream()
            .filter(SeenTask::waitsForAnotherTry)
            .filter(task -> isAfter(task.started(), since));
    return new WorkerActivity(
        worker,
        holds.count(worker),
        holds.oldestClaim(worker).map(claim -> MeasureFreshness.since(claim, now)),
        ended(of, seenSince, task -> true),
        ended(of, seenSince, SeenTask::hasFailed),
        seen(retried),
        latency(of, SeenTask::ended, SeenTask::runTime));
  }

  private boolean isComplete() {
    return newest.stream().noneMatch(Stretch::cut);
  }

  private Throughput enqueued(List<SeenTask> of) {
    Instant from = createdSeenSince();
    return throughput(of.stream().filter(task -> task.created().isAfter(from)), from);
  }

  /**
   * Since when all that was created has been seen: ids are in the order of creation, so where a
   * table was not read as a whole, since the first task that was read of it.
   */
  private Instant createdSeenSince() {
    return latest(newest.stream().filter(Stretch::cut).flatMap(s -> s.firstCreated().stream()));
  }

  /**
   * Since when it was seen how tasks of a queue end. Before its fronts: since the first end that
   * was seen there, in the lane of which that was latest. Of a queue that was given no front: since
   * the first task that was read was created.
   */
  private Instant endsSeenSince(String queue) {
    List<Stretch> fronts =
        beforeFronts.stream()
            .filter(stretch -> stretch.queue().filter(queue::equals).isPresent())
            .toList();
    return fronts.isEmpty()
        ? createdSeenSince()
        : latest(fronts.stream().filter(Stretch::cut).flatMap(s -> s.firstEnded(queue).stream()));
  }

  private Throughput ended(List<SeenTask> of, Instant seenSince, Predicate<SeenTask> which) {
    return throughput(
        of.stream().filter(which).filter(task -> isAfter(task.ended(), seenSince)), seenSince);
  }

  private Throughput throughput(Stream<SeenTask> of, Instant from) {
    Duration span = MeasureFreshness.since(from, now);
    return new Throughput(seen(of), span.compareTo(SHORTEST) < 0 ? SHORTEST : span);
  }

  /** A caller's own ids need not be in the order of creation: more may lie where nobody looked. */
  private Count seen(Stream<SeenTask> of) {
    return new Count(of.count(), isComplete() ? Precision.EXACT : Precision.AT_LEAST);
  }

  private Optional<Latency> latency(
      Collection<SeenTask> of,
      Function<SeenTask, Optional<Instant>> moment,
      Function<SeenTask, Optional<Duration>> time) {
    return Latency.of(
        of.stream()
            .filter(task -> isAfter(moment.apply(task), since))
            .flatMap(task -> time.apply(task).stream())
            .toList());
  }

  private Instant latest(Stream<Instant> moments) {
    return Stream.concat(moments, Stream.of(since)).max(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Not at the very moment: what happened together with the first that was seen, as in one group,
   * is left out with it, or a few tasks in hardly any time would make a huge rate.
   */
  private static boolean isAfter(Optional<Instant> moment, Instant from) {
    return moment.filter(at -> at.isAfter(from)).isPresent();
  }
}
