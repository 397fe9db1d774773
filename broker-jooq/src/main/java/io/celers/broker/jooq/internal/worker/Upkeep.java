package io.celers.broker.jooq.internal.worker;

import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.claim.FindUnknownNames;
import io.celers.broker.jooq.internal.maintenance.JooqMaintenance;
import io.celers.broker.jooq.internal.queue.FindPausedQueues;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.thread.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every worker does on the side: reaps, sweeps, reports tasks that nobody here knows, and
 * gives back what it prefetched from queues that were paused; and looks whether the schema was
 * migrated to one that this library must not use. At intervals that vary, so that workers which
 * started together do not do it together.
 */
final class Upkeep implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration REAP_INTERVAL = Duration.ofSeconds(30);
  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
  private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);
  private static final Duration VERSION_INTERVAL = Duration.ofSeconds(2);
  private static final int BATCH = 1_000;

  /** A worker whose last heartbeat is so old is taken for dead. */
  private static final Duration DEAD_AFTER = Duration.ofMinutes(2);

  /** Something to be done now and then. */
  private static final class Chore {
    private final String name;
    private final Duration interval;
    private final Runnable work;
    private long next;
    private boolean troubled;

    Chore(String name, Duration interval, Runnable work) {
      this.name = name;
      this.interval = interval;
      this.work = work;
      this.next = System.nanoTime() + Pause.spread(TICK.toNanos());
    }

    void doIfDue() {
      if (System.nanoTime() - next >= 0) {
        next = System.nanoTime() + Pause.spread(interval.toNanos());
        attempt();
      }
    }

    /** Logged once for each time of trouble; tried again at the next time. */
    private void attempt() {
      try {
        work.run();
        troubled = false;
      } catch (RuntimeException e) {
        if (!troubled) {
          LOG.warn("cannot {}; trying again about every {}", name, interval, e);
        }
        troubled = true;
      }
    }
  }

  private final Database database;
  private final List<String> queues;
  private final Collection<String> names;
  private final Slots slots;
  private final Listeners listeners;
  private final Consumer<List<HeldTask>> release;
  private final List<Chore> chores = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Of a worker for these queues.
   *
   * @param names that the worker has handlers for
   * @param release gives tasks back
   * @param stop stops the worker for a reason
   */
  Upkeep(
      Database database,
      JooqMaintenance maintenance,
      List<String> queues,
      Collection<String> names,
      Slots slots,
      Listeners listeners,
      Consumer<List<HeldTask>> release,
      Consumer<Throwable> stop) {
    this.database = database;
    this.queues = queues;
    this.names = names;
    this.slots = slots;
    this.listeners = listeners;
    this.release = release;
    chores.add(
        new Chore(
            "look at the schema's version",
            VERSION_INTERVAL,
            () -> database.outgrown().ifPresent(stop)));
    chores.add(new Chore("look for pauses", TICK, this::giveBackWhatIsPaused));
    chores.add(new Chore("reap", REAP_INTERVAL, () -> maintenance.reap(BATCH)));
    chores.add(new Chore("sweep", SWEEP_INTERVAL, () -> maintenance.sweep(DEAD_AFTER, BATCH)));
    chores.add(new Chore("look for unknown names", LOOK_INTERVAL, this::reportUnknownNames));
  }

  void close() {
    closed.countDown();
  }

  @Override
  public void run() {
    try {
      while (!closed.await(Pause.spread(TICK.toNanos()), TimeUnit.NANOSECONDS)) {
        chores.forEach(Chore::doIfDue);
      }
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      Thread.currentThread().interrupt();
    }
  }

  private void giveBackWhatIsPaused() {
    if (slots.waiting().isEmpty()) {
      return;
    }
    Set<String> paused =
        database.run("look for pauses", db -> FindPausedQueues.execute(db, queues));
    List<HeldTask> tasks =
        slots.waiting().stream()
            .filter(task -> paused.contains(task.delivery().queue()))
            .filter(slots::withdraw)
            .toList();
    if (!tasks.isEmpty()) {
      release.accept(tasks);
    }
  }

  private void reportUnknownNames() {
    for (String queue : queues) {
      Map<String, Integer> unknown =
          database.run("look for names", db -> FindUnknownNames.execute(db, queue, names));
      if (!unknown.isEmpty()) {
        LOG.warn(
            "queue {} has due tasks that no handler knows: {}",
            Text.oneLine(queue),
            Text.oneLine(unknown.toString()));
        listeners.tell(listener -> listener.unknownNames(queue, unknown));
      }
    }
  }
}
