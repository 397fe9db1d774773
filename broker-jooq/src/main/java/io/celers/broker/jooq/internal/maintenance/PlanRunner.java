package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.maintenance.RunningMaintenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plan in one daemon thread. */
final class PlanRunner implements RunningMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(PlanRunner.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final List<PlannedJob<?>> jobs;
  private final Duration pause;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;

  private PlanRunner(Database database, List<PlannedJob<?>> jobs, Duration pause) {
    this.database = database;
    this.jobs = jobs;
    this.pause = pause;
    this.thread = new Thread(this::run, "celers-maintenance-" + database.schema());
    thread.setDaemon(true);
  }

  static PlanRunner start(Database database, List<PlannedJob<?>> jobs, Duration pause) {
    PlanRunner runner = new PlanRunner(database, jobs, pause);
    runner.thread.start();
    return runner;
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    stopped.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("maintenance of schema {} still ends its last statement", database.schema());
    }
  }

  private void run() {
    try {
      do {
        turn();
      } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      LOG.info("maintenance of schema {} was interrupted", database.schema());
    }
  }

  /** The jobs take turns by batches, so that a long one does not keep the others waiting. */
  private void turn() {
    List<PlannedJob<?>> left = due();
    while (!left.isEmpty()) {
      left = left.stream().filter(this::batch).toList();
    }
  }

  private List<PlannedJob<?>> due() {
    try {
      Map<String, Duration> ages = database.run("maintenance", LastRuns::ages);
      List<PlannedJob<?>> due = new ArrayList<>(jobs);
      due.removeIf(job -> !job.isWorthATry(ages));
      return due;
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      LOG.warn("maintenance of schema {} cannot look what is due", database.schema(), e);
      return List.of();
    }
  }

  private boolean batch(PlannedJob<?> job) {
    if (stopped.getCount() == 0) {
      return false;
    }
    try {
      return job.batch();
    } catch (RuntimeException e) {
      job.failed();
      failures.incrementAndGet();
      LOG.warn(
          "maintenance job {} of schema {} failed, {} in a row",
          job.job(),
          database.schema(),
          job.failuresInARow(),
          e);
      return false;
    }
  }
}
