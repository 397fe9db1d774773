package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.Maintenance;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.task.Limits;

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
}
