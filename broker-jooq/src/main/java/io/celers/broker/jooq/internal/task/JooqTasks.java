package io.celers.broker.jooq.internal.task;

import io.celers.broker.Tasks;
import io.celers.broker.delivery.Cancellation;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskState;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Tasks on one connection. */
public final class JooqTasks implements Tasks {

  private static final String VERB = "cancel";

  private final Database database;

  /** On this connection. */
  public JooqTasks(Database database) {
    this.database = database;
  }

  @Override
  public Cancellation cancel(UUID id, String reason) {
    Text.requireUpTo("reason", reason, Limits.REASON_BYTES);
    Optional<CelersTaskState> before = database.run(VERB, db -> CancelTask.execute(db, id, reason));
    if (before.isPresent()) {
      return new Cancellation.Done(id, state(before.get()));
    }
    Optional<Boolean> finished = database.run(VERB, db -> FindProgress.execute(db, id));
    if (finished.isEmpty()) {
      return new Cancellation.Absent(id);
    }
    return finished.get() ? new Cancellation.AlreadyFinished(id) : new Cancellation.Busy(id);
  }

  private static TaskState state(CelersTaskState stored) {
    return TaskState.valueOf(stored.getLiteral().toUpperCase(Locale.ROOT));
  }
}
