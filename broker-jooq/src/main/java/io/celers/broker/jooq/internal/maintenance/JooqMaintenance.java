package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.Maintenance;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.jooq.internal.sql.Commands;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.maintenance.MaintenancePlan;
import io.celers.broker.maintenance.Progress;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.maintenance.RunningMaintenance;
import io.celers.broker.maintenance.Swept;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.Page;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Maintenance on one connection. */
public final class JooqMaintenance implements Maintenance {

  /** Live tasks that one step looks at: some tens of milliseconds of an index scan. */
  static final int EXAMINED = 10_000;

  private final Database database;
  private final ReaperPosition position;

  /** On this connection, going on from a position that all views of one broker share. */
  public JooqMaintenance(Database database, ReaperPosition position) {
    this.database = database;
    this.position = position;
  }

  @Override
  public Reaped reap(int limit) {
    Limits.requireInRange("limit", limit, 1, MAX_REAP);
    ReapTasks.Step step =
        database.run("reap", db -> ReapTasks.execute(db, position.get(), EXAMINED, limit));
    position.set(step.next().orElse(null));
    return step.reaped();
  }

  @Override
  public Bulk recoverStuck(Duration age, Page page) {
    long micros = Times.micros(Limits.requirePositive("age", age));
    return database.run("recover stuck tasks", db -> RecoverStuckTasks.execute(db, micros, page));
  }

  @Override
  public Progress archive(RetentionPolicy policy, Consumer<Progress> progress) {
    return walk("archive", (db, after) -> ArchiveTasks.execute(db, policy, after), progress);
  }

  @Override
  public Progress purge(RetentionPolicy policy, Consumer<Progress> progress) {
    return walk("purge archive", (db, after) -> PurgeArchive.execute(db, policy, after), progress);
  }

  @Override
  public Swept sweep(Duration deadAfter, int limit) {
    long micros = Times.micros(Limits.requirePositive("deadAfter", deadAfter));
    Limits.requireInRange("limit", limit, 1, MAX_SWEEP);
    return database.run("sweep", db -> SweepTables.execute(db, micros, limit));
  }

  @Override
  public int requeueDeadLetters(RequeuePolicy policy) {
    RequeueRun run = RequeueRun.START;
    while (!run.complete()) {
      RequeueRun before = run;
      run = database.run("requeue by policy", db -> before.step(db, policy));
    }
    return run.requeued();
  }

  @Override
  public void analyze() {
    CareOfTables.execute(database, "analyze", Commands::analyze);
  }

  @Override
  public void vacuum() {
    CareOfTables.execute(database, "vacuum", Commands::vacuum);
  }

  @Override
  public RunningMaintenance start(MaintenancePlan plan) {
    if (database.isOnOneConnection()) {
      throw new IllegalStateException(
          "a plan needs a broker that takes its connections from a data source; this one is on a"
              + " single connection, perhaps in a transaction");
    }
    return PlanRunner.start(database, PlannedWork.jobs(database, plan), plan.lookEvery());
  }

  /** One batch, from behind this id on. */
  private interface Batch {
    Step execute(DSLContext db, @Nullable UUID after);
  }

  private Progress walk(String verb, Batch batch, Consumer<Progress> listener) {
    Progress progress = new Progress(0, 0, 0, Optional.empty());
    while (true) {
      UUID after = progress.cursor().map(Cursor::id).orElse(null);
      Step step = database.run(verb, db -> batch.execute(db, after));
      progress = step.after(progress);
      listener.accept(progress);
      if (step.atEnd()) {
        return progress;
      }
    }
  }
}
