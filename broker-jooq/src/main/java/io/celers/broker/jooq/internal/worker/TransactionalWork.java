package io.celers.broker.jooq.internal.worker;

import static java.util.Objects.requireNonNull;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.settle.LockTasks;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.SqlErrors;
import io.celers.broker.jooq.internal.thread.Pause;
import io.celers.broker.worker.Outcome;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler in a transaction of the application's that also settles its task, or all tasks of
 * its batch: one that is not held any more rolls back all.
 *
 * <p>At READ COMMITTED the settlement comes last, so that heartbeats are not kept away from the
 * rows while the handler runs. At higher levels the rows are locked first: changed by a heartbeat
 * after the snapshot they could not be settled any more. Nobody can claim them while they are
 * locked.
 *
 * <p>If the transaction fails after the settlement, the commit was perhaps under way, and may have
 * happened. Then the receipts are looked up by extending their leases, which waits for a
 * transaction that is still ending, and says either that a receipt has settled its task, or that it
 * still holds it.
 */
final class TransactionalWork implements Work {

  /** What the handler does in the transaction. */
  interface Body {
    /** What is to become of each, in their order. */
    List<Outcome> execute(Configuration tx, List<HeldTask> tasks) throws Exception;
  }

  /** How far one attempt has come. */
  private static final class Progress {
    private @Nullable Exception thrown;
    private @Nullable List<Result> results;
  }

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Not asked yet. */
  private static final int UNKNOWN = -1;

  private final Database database;
  private final Function<Database, Settler> settlers;
  private final Measurements measurements;
  private final Body body;
  private final Duration lease;

  /** Asked once, because the connections of a pool are alike; being wrong costs a conflict. */
  private volatile int isolation = UNKNOWN;

  /**
   * In transactions on the connections of this database.
   *
   * @param settlers settle on a connection
   */
  TransactionalWork(
      Database database,
      Function<Database, Settler> settlers,
      Measurements measurements,
      Body body,
      Duration lease) {
    this.database = database;
    this.settlers = settlers;
    this.measurements = measurements;
    this.body = body;
    this.lease = lease;
  }

  @Override
  public List<Result> execute(List<HeldTask> tasks) throws Exception {
    Progress progress = new Progress();
    try {
      database.callers().dsl().transaction(tx -> inside(tx, tasks, progress));
    } catch (NotHolder e) {
      throw e;
    } catch (RuntimeException e) {
      if (progress.thrown != null) {
        throw progress.thrown;
      }
      if (progress.results == null) {
        throw e;
      }
      requireCommitted(tasks, SqlErrors.typed("commit", database.schema(), e));
    }
    List<Result> results = requireNonNull(progress.results);
    measure(tasks, results);
    return results;
  }

  /** Only now: inside the transaction nobody knew whether it would commit. */
  private void measure(List<HeldTask> tasks, List<Result> results) {
    for (int i = 0; i < tasks.size(); i++) {
      Delivery delivery = tasks.get(i).delivery();
      results
          .get(i)
          .settlement()
          .ifPresent(settlement -> measurements.committed(delivery, settlement));
    }
  }

  private void inside(Configuration tx, List<HeldTask> tasks, Progress progress) throws Exception {
    Database inside = database.on(tx);
    if (locksFirst(tx)) {
      lock(inside, tasks);
    }
    long begin = System.nanoTime();
    List<Outcome> outcomes;
    try {
      outcomes = body.execute(tx, tasks);
    } catch (Exception e) {
      progress.thrown = e;
      throw e;
    }
    Duration runTime = Duration.ofNanos(System.nanoTime() - begin);
    List<Finished> finished = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      finished.add(new Finished(tasks.get(i), outcomes.get(i), runTime));
    }
    progress.results = settle(settlers.apply(inside), finished);
  }

  private boolean locksFirst(Configuration tx) {
    if (isolation == UNKNOWN) {
      isolation = tx.dsl().connectionResult(Connection::getTransactionIsolation);
    }
    return isolation > Connection.TRANSACTION_READ_COMMITTED;
  }

  /** To extend those that are refused, in vain, tells why, and is measured as every other loss. */
  private void lock(Database inside, List<HeldTask> tasks) {
    List<Delivery> refused = inside.run("handle", db -> LockTasks.execute(db, deliveries(tasks)));
    List<HeldTask> suspects =
        tasks.stream().filter(task -> refused.contains(task.delivery())).toList();
    List<Extension> extensions = settlers.apply(inside).extendAll(deliveries(suspects), lease);
    Map<HeldTask, NotHeld> lost = new HashMap<>();
    for (int i = 0; i < suspects.size(); i++) {
      if (extensions.get(i) instanceof NotHeld why) {
        lost.put(suspects.get(i), why);
      }
    }
    requireNone(lost);
  }

  private static List<Result> settle(Settler settler, List<Finished> finished) {
    finished.forEach(each -> each.task().beginSettling());
    Map<HeldTask, Settlement> settlements = new HashMap<>();
    Map<HeldTask, NotHeld> lost = new HashMap<>();
    SettleOutcomes.kinds(finished)
        .forEach(
            (kind, group) -> {
              List<Settlement> answers = kind.execute(settler, group);
              for (int i = 0; i < group.size(); i++) {
                HeldTask task = group.get(i).task();
                settlements.put(task, answers.get(i));
                if (answers.get(i) instanceof NotHeld why) {
                  lost.put(task, why);
                }
              }
            });
    requireNone(lost);
    return finished.stream()
        .map(each -> Result.settled(each.outcome(), requireNonNull(settlements.get(each.task()))))
        .toList();
  }

  private static void requireNone(Map<HeldTask, NotHeld> lost) {
    if (!lost.isEmpty()) {
      throw new NotHolder(lost);
    }
  }

  /** Returns if the transaction was committed after all; throws the failure if it was not. */
  private void requireCommitted(List<HeldTask> tasks, RuntimeException failure)
      throws InterruptedException {
    List<Extension> extensions = extend(deliveries(tasks), failure);
    if (extensions.stream().anyMatch(NotHeld.AlreadySettled.class::isInstance)) {
      // One of them tells of all.
      return;
    }
    Map<HeldTask, NotHeld> lost = new HashMap<>();
    for (int i = 0; i < tasks.size(); i++) {
      if (!(extensions.get(i) instanceof NotHeld why)) {
        throw failure;
      }
      lost.put(tasks.get(i), why);
    }
    throw new NotHolder(lost);
  }

  private List<Extension> extend(List<Delivery> deliveries, RuntimeException failure)
      throws InterruptedException {
    Settler settler = settlers.apply(database);
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    long begin = System.nanoTime();
    while (true) {
      try {
        return settler.extendAll(deliveries, lease);
      } catch (DatabaseException e) {
        if (System.nanoTime() - begin > lease.toNanos()) {
          throw failure;
        }
        pause.pass();
      }
    }
  }

  private static List<Delivery> deliveries(List<HeldTask> tasks) {
    return tasks.stream().map(HeldTask::delivery).toList();
  }
}
