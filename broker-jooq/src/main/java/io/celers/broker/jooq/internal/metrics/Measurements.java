package io.celers.broker.jooq.internal.metrics;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.metrics.MetricsListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the verbs of one broker tell to those who measure it; shared by all views of the broker.
 *
 * <p>Does nothing, and costs nothing, until it is switched on. A verb whose work is committed does
 * not fail because it could not be measured: what listeners throw is logged, and what cannot be
 * found out is not counted. Safe for use by many threads.
 */
public final class Measurements {

  private static final Logger LOG = LoggerFactory.getLogger(Measurements.class);
  private static final String VERB = "measure";

  private final TaskNames names = new TaskNames();
  private final EnqueueCounts enqueued = new EnqueueCounts();
  private final List<MetricsListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean on;
  private volatile boolean troubled;

  /** Switched off. */
  public Measurements() {}

  /** Measures from now on. */
  public void switchOn() {
    on = true;
  }

  /** Whether anything is measured. */
  public boolean isOn() {
    return on;
  }

  /**
   * Tasks are in the table, all by one statement. In autocommit they are committed. In a
   * transaction, which may be rolled back or be left by a savepoint, the id of whoever wrote them
   * is noted, at the price of one more statement.
   *
   * @param one id of one of them
   * @param byName how many of each name
   */
  public void enqueued(Database database, UUID one, Map<String, Long> byName) {
    if (!on) {
      return;
    }
    Map<String, Long> counts = new HashMap<>();
    byName.forEach((name, count) -> counts.merge(names.of(name), count, Long::sum));
    switch (outlook(database)) {
      case COMMITTED -> enqueued.committed(counts);
      // Nobody where each statement has a connection of its own that does not commit by itself. A
      // failure is thrown: it has failed the caller's transaction, which must not be news later.
      case OPEN ->
          database
              .run(VERB, db -> FindWriter.execute(db, one))
              .ifPresent(writer -> enqueued.open(writer, counts));
      case UNKNOWN -> {}
    }
  }

  /** Deliveries were claimed. */
  public void claimed(Database database, Collection<? extends Delivery> deliveries) {
    if (listeners.isEmpty() || deliveries.isEmpty()) {
      return;
    }
    if (outlook(database) != Outlook.COMMITTED) {
      return;
    }
    for (Delivery delivery : deliveries) {
      if (delivery instanceof Timed timed) {
        tell(delivery, (listener, name) -> listener.claimed(name, timed.waited()));
      }
    }
  }

  /** This is what became of acks, rejects or extensions of deliveries. */
  public void settled(Database database, Map<? extends Delivery, ?> outcomes) {
    if (listeners.isEmpty() || outcomes.isEmpty()) {
      return;
    }
    boolean isCommitted = outlook(database) == Outlook.COMMITTED;
    outcomes.forEach(
        (delivery, outcome) -> {
          if (outcome instanceof NotHeld.LeaseLost) {
            tell(delivery, MetricsListener::leaseLost);
          } else if (isCommitted && outcome instanceof Settlement settlement) {
            committed(delivery, settlement);
          }
        });
  }

  /** A delivery was settled in a transaction, which is committed by now. */
  public void committed(Delivery delivery, Settlement settlement) {
    if (!listeners.isEmpty()
        && settlement instanceof Settlement.Settled settled
        && delivery instanceof Timed timed) {
      tell(delivery, (listener, name) -> listener.settled(name, settled.fate(), timed.held()));
    }
  }

  void listen(MetricsListener listener) {
    names.listen(name -> tell(listener, name, MetricsListener::named));
    listeners.add(listener);
  }

  EnqueueCounts enqueued() {
    return enqueued;
  }

  private void tell(Delivery delivery, Told told) {
    String name = names.of(delivery.name());
    listeners.forEach(listener -> tell(listener, name, told));
  }

  @SuppressWarnings("CatchingUnchecked") // a listener may throw anything, even what it must not
  private static void tell(MetricsListener listener, String name, Told told) {
    try {
      told.to(listener, name);
    } catch (Exception | LinkageError | AssertionError e) {
      LOG.warn("listener {} failed", listener.getClass().getName(), e);
    }
  }

  /** What becomes of what a statement has just done. */
  private enum Outlook {
    COMMITTED,
    OPEN,
    UNKNOWN
  }

  /** Asked after the statement, maybe on another connection of a pool, which may not be had. */
  private Outlook outlook(Database database) {
    try {
      Outlook outlook = database.isAutocommit(VERB) ? Outlook.COMMITTED : Outlook.OPEN;
      troubled = false;
      return outlook;
    } catch (RuntimeException e) {
      if (!troubled) {
        LOG.warn("tasks are not measured while the database gives no connection for it", e);
      }
      troubled = true;
      return Outlook.UNKNOWN;
    }
  }

  /** Something that is told of a name. */
  @FunctionalInterface
  private interface Told {
    void to(MetricsListener listener, String name);
  }
}
