package io.celers.broker.jooq.internal.history;

import static io.celers.broker.generated.Routines.celersHistoryDisable;
import static io.celers.broker.generated.Routines.celersHistoryEnable;
import static io.celers.broker.generated.Routines.celersHistoryEnabled;

import io.celers.broker.History;
import io.celers.broker.history.HistoryEvent;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;

/** History on one connection. */
public final class JooqHistory implements History {

  private final Database database;

  /** On this connection. */
  public JooqHistory(Database database) {
    this.database = database;
  }

  @Override
  public boolean enable() {
    return call("enable history", celersHistoryEnable());
  }

  @Override
  public boolean disable() {
    return call("disable history", celersHistoryDisable());
  }

  @Override
  public boolean enabled() {
    return call("look at history", celersHistoryEnabled());
  }

  @Override
  public List<HistoryEvent> of(UUID taskId) {
    return database.run("find history", db -> FindHistory.execute(db, taskId));
  }

  @Override
  public int purge(Duration age, int limit) {
    if (age.isNegative() || age.compareTo(Limits.LONGEST_DURATION) > 0) {
      throw new IllegalArgumentException(
          "age must be zero to " + Limits.LONGEST_DURATION + ", was " + age);
    }
    Limits.requireInRange("limit", limit, 1, MAX_PURGE);
    return database.run("purge history", db -> PurgeHistory.execute(db, Times.micros(age), limit));
  }

  private boolean call(String verb, Field<Boolean> function) {
    return database.run(verb, db -> db.select(function).fetchSingle().value1());
  }
}
