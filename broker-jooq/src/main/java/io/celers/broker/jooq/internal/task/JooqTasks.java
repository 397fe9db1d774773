package io.celers.broker.jooq.internal.task;

import io.celers.broker.Tasks;
import io.celers.broker.delivery.Cancellation;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.transfer.ExportRows;
import io.celers.broker.jooq.internal.transfer.ImportRows;
import io.celers.broker.jooq.internal.transfer.TaskKind;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.transfer.Exported;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Tasks on one connection. */
public final class JooqTasks implements Tasks {

  private final Database database;

  /** On this connection. */
  public JooqTasks(Database database) {
    this.database = database;
  }

  @Override
  public Optional<TaskDetails> find(UUID id) {
    return database.run("find task", db -> FindTask.execute(db, id));
  }

  @Override
  public Optional<byte[]> payload(UUID id) {
    return database.run("find payload", db -> FindTask.payload(db, id));
  }

  @Override
  public Slice<TaskDetails> list(TaskQuery query, Page page) {
    return database.run("list tasks", db -> ListTasks.execute(db, query, page));
  }

  @Override
  public long count(TaskQuery query) {
    return database.run("count tasks", db -> CountTasks.execute(db, query));
  }

  @Override
  public Map<String, Long> countBy(Dimension dimension, TaskQuery query) {
    return database.run("count tasks", db -> CountTasks.execute(db, dimension, query));
  }

  @Override
  public Cancellation cancel(UUID id, String reason) {
    requireReason(reason);
    Optional<CelersTaskState> before =
        database.run("cancel", db -> CancelTask.execute(db, id, reason));
    if (before.isPresent()) {
      return new Cancellation.Done(id, States.parse(before.get()));
    }
    Optional<Boolean> finished = database.run("cancel", db -> FindProgress.execute(db, id));
    if (finished.isEmpty()) {
      return new Cancellation.Absent(id);
    }
    return finished.get() ? new Cancellation.AlreadyFinished(id) : new Cancellation.Busy(id);
  }

  @Override
  public Bulk cancelAll(TaskQuery query, String reason, Page page) {
    return change("cancel tasks", ChangeTasks.cancel(requireReason(reason)), query, page);
  }

  @Override
  public Bulk prioritizeAll(TaskQuery query, int priority, Page page) {
    Limits.requirePriority(priority);
    return change("prioritize tasks", ChangeTasks.prioritize(priority), query, page);
  }

  @Override
  public Bulk moveAll(TaskQuery query, String queue, Page page) {
    return change("move tasks", ChangeTasks.move(Limits.requireName("queue", queue)), query, page);
  }

  @Override
  public Bulk makeDueAll(TaskQuery query, Page page) {
    return change("make tasks due", ChangeTasks.makeDue(), query, page);
  }

  @Override
  public Exported export(TaskQuery query, OutputStream to, Consumer<Exported> progress)
      throws IOException {
    return new ExportRows(database, new TaskKind(), TaskCondition.of(query)).to(to, progress);
  }

  @Override
  public Imported importFrom(InputStream from, Consumer<Imported> progress) throws IOException {
    return ImportRows.of(database, new TaskKind(), from, progress);
  }

  private Bulk change(String verb, ChangeTasks change, TaskQuery query, Page page) {
    return database.run(verb, db -> change.execute(db, query, page));
  }

  private static String requireReason(String reason) {
    return Text.requireUpTo("reason", reason, Limits.REASON_BYTES);
  }
}
