package io.celers.broker.jooq.internal.monitoring;

import io.celers.broker.monitoring.Freshness;
import io.celers.broker.monitoring.PoolFigures;
import io.celers.broker.monitoring.Problem;
import io.celers.broker.monitoring.Problem.Severity;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.SnapshotHolder;
import io.celers.broker.monitoring.TableStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what was measured with what is still well. Pure: asks nobody. */
final class FindProblems {

  /** A transaction of that age has begun to slow claims down: measured within ten seconds. */
  static final Duration LONG_TRANSACTION = Duration.ofMinutes(5);

  /** After that, the head of the claim index is mostly dead entries. */
  static final Duration VERY_LONG_TRANSACTION = Duration.ofHours(1);

  /** Longer than the default lease and a few retries: nobody works on the queue, or too few do. */
  static final Duration LONG_WAIT = Duration.ofMinutes(15);

  /** A replica that far behind shows another day's queues; an idle primary may be the reason. */
  static final Duration FAR_BEHIND = Duration.ofMinutes(1);

  /** Autovacuum is set to start at a hundredth: at a fifth it is not keeping up. */
  static final double MUCH_BLOAT = 0.2;

  /** Fewer dead rows than that are no trouble, whatever their share. */
  static final long MANY_DEAD_ROWS = 50_000;

  private FindProblems() {}

  static List<Problem> of(
      Freshness freshness,
      boolean readOnly,
      Optional<PoolFigures> pool,
      QueueReport queues,
      List<TableStorage> tables,
      List<SnapshotHolder> holders) {
    List<Problem> problems = new ArrayList<>();
    pool.filter(PoolFigures::isExhausted)
        .ifPresent(
            figures ->
                problems.add(
                    new Problem(
                        Severity.CRITICAL,
                        "all %d connections of the pool are in use, %d threads wait"
                            .formatted(figures.maximum(), figures.waiting()),
                        "enlarge the pool, or let fewer threads use it; look for transactions"
                            + " that stay open")));
    freshness
        .behind()
        .filter(behind -> behind.compareTo(FAR_BEHIND) > 0)
        .ifPresent(
            behind ->
                problems.add(
                    new Problem(
                        Severity.WARNING,
                        "the replica has replayed nothing for " + seconds(behind),
                        "look at its receiver; if the primary is idle, nothing is wrong")));
    if (readOnly && freshness.behind().isEmpty()) {
      problems.add(
          new Problem(
              Severity.CRITICAL,
              "the connection is read-only",
              "switch default_transaction_read_only off, or connect to the primary"));
    }
    queues.queues().forEach(queue -> longWait(queue).ifPresent(problems::add));
    tables.forEach(table -> bloat(table).ifPresent(problems::add));
    tables.forEach(table -> invalidIndexes(table).forEach(problems::add));
    holders.forEach(holder -> heldSnapshot(holder).ifPresent(problems::add));
    problems.sort(Comparator.comparing(Problem::severity).reversed());
    return problems;
  }

  private static Optional<Problem> longWait(QueueFigures queue) {
    return queue
        .oldestPending()
        .filter(age -> age.compareTo(LONG_WAIT) > 0)
        .map(
            age ->
                new Problem(
                    Severity.WARNING,
                    "a task of the queue %s has been due for %s"
                        .formatted(queue.queue(), seconds(age)),
                    "see whether the queue is paused and whether workers run; add workers"));
  }

  private static Optional<Problem> bloat(TableStorage table) {
    return table.deadRows() < MANY_DEAD_ROWS || table.bloat() < MUCH_BLOAT
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Severity.WARNING,
                "table %s has %d dead rows beside %d live ones"
                    .formatted(table.name(), table.deadRows(), table.rows()),
                "see who holds an old snapshot; else give autovacuum more workers, or vacuum now"));
  }

  private static Stream<Problem> invalidIndexes(TableStorage table) {
    return table.invalidIndexes().stream()
        .map(
            index ->
                new Problem(
                    Severity.WARNING,
                    "index %s of table %s is invalid".formatted(index.name(), table.name()),
                    "unless it is being built right now, do what the advisor says of it"));
  }

  private static Optional<Problem> heldSnapshot(SnapshotHolder holder) {
    if (holder.kind() == SnapshotHolder.Kind.REPLICATION_SLOT) {
      return holder.state().equals("inactive")
          ? Optional.of(
              new Problem(
                  Severity.WARNING,
                  "nobody reads the replication slot %s, and it holds back vacuum"
                      .formatted(holder.name()),
                  "start its reader, or drop the slot"))
          : Optional.empty();
    }
    return holder
        .held()
        .filter(held -> held.compareTo(LONG_TRANSACTION) > 0)
        .map(
            held ->
                new Problem(
                    held.compareTo(VERY_LONG_TRANSACTION) > 0
                        ? Severity.CRITICAL
                        : Severity.WARNING,
                    holder.kind() == SnapshotHolder.Kind.SESSION
                        ? "session %d (%s, role %s, %s) has had a transaction open for %s"
                            .formatted(
                                holder.pid().orElseThrow(),
                                holder.name().isEmpty() ? "no application name" : holder.name(),
                                holder.role(),
                                holder.state(),
                                seconds(held))
                        : "the transaction %s of role %s has been prepared for %s"
                            .formatted(holder.name(), holder.role(), seconds(held)),
                    holder.kind() == SnapshotHolder.Kind.SESSION
                        ? "end it, or call pg_terminate_backend; set idle_in_transaction_session_timeout"
                        : "finish it by its name: commit prepared or rollback prepared"));
  }

  private static Duration seconds(Duration duration) {
    return Duration.ofSeconds(duration.toSeconds());
  }
}
