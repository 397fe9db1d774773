package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.jooq.internal.history.PurgeHistory;
import io.celers.broker.jooq.internal.maintenance.PlannedJob.Batch;
import io.celers.broker.jooq.internal.maintenance.PlannedJob.Work;
import io.celers.broker.jooq.internal.result.DeleteResults;
import io.celers.broker.jooq.internal.sql.Commands;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.maintenance.MaintenanceJob;
import io.celers.broker.maintenance.MaintenancePlan;
import io.celers.broker.maintenance.RequeuePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What the batches of each job of a plan do. */
final class PlannedWork {

  /** Most tasks that one batch settles, and most rows of a kind that one sweep deletes. */
  private static final int BATCH = 1_000;

  private final Database database;
  private final MaintenancePlan plan;
  private final List<PlannedJob<?>> jobs = new ArrayList<>();

  private PlannedWork(Database database, MaintenancePlan plan) {
    this.database = database;
    this.plan = plan;
  }

  /** The jobs of a plan, those first that tasks wait for. */
  static List<PlannedJob<?>> jobs(Database database, MaintenancePlan plan) {
    PlannedWork work = new PlannedWork(database, plan);
    work.add(MaintenanceJob.REAP, PlannedWork::reap);
    plan.requeueDeadLetters()
        .ifPresent(
            policy ->
                work.add(
                    MaintenanceJob.REQUEUE,
                    (DSLContext db, @Nullable RequeueRun from) -> requeue(db, policy, from)));
    work.add(
        MaintenanceJob.SWEEP,
        (db, from) ->
            new Batch<>(
                SweepTables.execute(db, Times.micros(plan.deadAfter()), BATCH).complete(), null));
    work.add(
        MaintenanceJob.ARCHIVE,
        (DSLContext db, @Nullable UUID from) ->
            behind(ArchiveTasks.execute(db, plan.retention(), from)));
    work.add(
        MaintenanceJob.PURGE,
        (DSLContext db, @Nullable UUID from) ->
            behind(PurgeArchive.execute(db, plan.retention(), from)));
    work.add(
        MaintenanceJob.PURGE_RESULTS,
        (db, from) -> new Batch<>(DeleteResults.expired(db, BATCH) < BATCH, null));
    work.add(
        MaintenanceJob.PURGE_HISTORY,
        (db, from) ->
            new Batch<>(
                PurgeHistory.execute(db, Times.micros(plan.keepHistory()), BATCH) < BATCH, null));
    work.add(MaintenanceJob.ANALYZE, PlannedWork::analyze);
    return List.copyOf(work.jobs);
  }

  private <P> void add(MaintenanceJob job, Work<P> work) {
    plan.interval(job)
        .ifPresent(interval -> jobs.add(new PlannedJob<P>(job, interval, database, work)));
  }

  private static Batch<ReapTasks.Position> reap(DSLContext db, ReapTasks.@Nullable Position from) {
    ReapTasks.Step step = ReapTasks.execute(db, from, JooqMaintenance.EXAMINED, BATCH);
    return new Batch<>(step.reaped().complete(), step.next().orElse(null));
  }

  private static Batch<RequeueRun> requeue(
      DSLContext db, RequeuePolicy policy, @Nullable RequeueRun from) {
    RequeueRun run = (from == null ? RequeueRun.START : from).step(db, policy);
    return new Batch<>(run.complete(), run);
  }

  private static Batch<UUID> behind(Step step) {
    return new Batch<>(step.atEnd(), step.last().orElse(null));
  }

  /** One table in each batch, so that the lock and the snapshot are held no longer. */
  private static Batch<Integer> analyze(DSLContext db, @Nullable Integer from) {
    int table = from == null ? 0 : from;
    CareOfTables.one(db, "analyze", CareOfTables.TABLES.get(table), Commands::analyze);
    int next = table + 1;
    return new Batch<>(next == CareOfTables.TABLES.size(), next);
  }
}
