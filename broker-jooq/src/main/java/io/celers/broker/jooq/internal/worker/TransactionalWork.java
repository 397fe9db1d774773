package io.celers.broker.jooq.internal.worker;

import static java.util.Objects.requireNonNull;

import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.internal.settle.LockTask;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.SqlErrors;
import io.celers.broker.worker.Outcome;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler in a transaction of the application's that also settles the task.
 *
 * <p>At READ COMMITTED the settlement comes last, so that heartbeats are not kept away from the row
 * while the handler runs. At higher levels the row is locked first: changed by a heartbeat after
 * the snapshot it could not be settled any more. Nobody can claim it while it is locked.
 *
 * <p>If the transaction fails after the settlement, the commit was perhaps under way, and may have
 * happened. Then the receipt is looked up by extending its lease, which waits for a transaction
 * that is still ending, and says either that the receipt has settled its task, or that it still
 * holds it.
 */
final class TransactionalWork implements Work {

  /** What the handler does in the transaction. */
  interface Body {
    Outcome execute(Configuration tx, HeldTask task) throws Exception;
  }

  /** How far one attempt has come. */
  private static final class Progress {
    private @Nullable Exception thrown;
    private @Nullable Result result;
  }

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Not asked yet. */
  private static final int UNKNOWN = -1;

  private final Database database;
  private final Function<Database, Settler> settlers;
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
      Database database, Function<Database, Settler> settlers, Body body, Duration lease) {
    this.database = database;
    this.settlers = settlers;
    this.body = body;
    this.lease = lease;
  }

  @Override
  public Result execute(HeldTask task) throws Exception {
    Progress progress = new Progress();
    try {
      database.callers().dsl().transaction(tx -> inside(tx, task, progress));
    } catch (NotHolder e) {
      throw e;
    } catch (RuntimeException e) {
      if (progress.thrown != null) {
        throw progress.thrown;
      }
      if (progress.result == null) {
        throw e;
      }
      requireCommitted(task, SqlErrors.typed("commit", database.schema(), e));
    }
    return requireNonNull(progress.result);
  }

  private void inside(Configuration tx, HeldTask task, Progress progress) throws Exception {
    Database inside = database.on(tx);
    if (locksFirst(tx) && !inside.run("handle", db -> LockTask.execute(db, task.delivery()))) {
      throw new NotHolder(new NotHeld.LeaseLost(task.delivery().id()));
    }
    long begin = System.nanoTime();
    Outcome outcome;
    try {
      outcome = body.execute(tx, task);
    } catch (Exception e) {
      progress.thrown = e;
      throw e;
    }
    Finished finished = new Finished(task, outcome, Duration.ofNanos(System.nanoTime() - begin));
    Settlement settlement =
        SettleOutcomes.of(finished).execute(settlers.apply(inside), List.of(finished)).get(0);
    if (settlement instanceof NotHeld why) {
      throw new NotHolder(why);
    }
    progress.result = Result.settled(outcome, settlement);
  }

  private boolean locksFirst(Configuration tx) {
    if (isolation == UNKNOWN) {
      isolation = tx.dsl().connectionResult(Connection::getTransactionIsolation);
    }
    return isolation > Connection.TRANSACTION_READ_COMMITTED;
  }

  /** Returns if the transaction was committed after all; throws the failure if it was not. */
  private void requireCommitted(HeldTask task, RuntimeException failure)
      throws InterruptedException {
    Settler settler = settlers.apply(database);
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    CountDownLatch never = new CountDownLatch(1);
    long begin = System.nanoTime();
    Extension extension = null;
    while (extension == null) {
      try {
        extension = settler.extendAll(List.of(task.delivery()), lease).get(0);
      } catch (DatabaseException e) {
        if (System.nanoTime() - begin > lease.toNanos()
            || never.await(pause.next(), TimeUnit.NANOSECONDS)) {
          throw failure;
        }
      }
    }
    if (extension instanceof Extension.Extended) {
      throw failure;
    }
    if (!(extension instanceof NotHeld.AlreadySettled)) {
      throw new NotHolder((NotHeld) extension);
    }
  }
}
