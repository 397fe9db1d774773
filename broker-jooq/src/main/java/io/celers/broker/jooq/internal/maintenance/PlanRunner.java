package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.thread.DaemonLoop;
import io.celers.broker.maintenance.RunningMaintenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plan in one daemon thread. */
final class PlanRunner implements RunningMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(PlanRunner.class);

  private final Database database;
  private final List<PlannedJob<?>> jobs;
  private final Duration pause;
  private final AtomicLong failures = new AtomicLong();
  private final DaemonLoop loop;

  private PlanRunner(Database database, List<PlannedJob<?>> jobs, Duration pause) {
    this.database = database;
    this.jobs = jobs;
    this.pause = pause;
    this.loop = DaemonLoop.start("celers-maintenance-" + database.schema(), this::turn);
  }

  static PlanRunner start(Database database, List<PlannedJob<?>> jobs, Duration pause) {
    return new PlanRunner(database, jobs, pause);
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    loop.close();
  }

  /** The jobs take turns by batches, so that a long one does not keep the others waiting. */
  private Duration turn(DaemonLoop running) {
    List<PlannedJob<?>> left = due();
    while (!left.isEmpty()) {
      left = left.stream().filter(job -> !running.isStopping() && batch(job)).toList();
    }
    return pause;
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
