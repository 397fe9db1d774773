package io.celers.broker.jooq.internal.result;

import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;

import io.celers.broker.Results;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.transfer.ExportRows;
import io.celers.broker.jooq.internal.transfer.ImportRows;
import io.celers.broker.jooq.internal.transfer.ResultKind;
import io.celers.broker.jooq.internal.wakeup.WakeUp;
import io.celers.broker.query.Bulk;
import io.celers.broker.result.Awaited;
import io.celers.broker.result.StoredResult;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TypeReference;
import io.celers.broker.transfer.Exported;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Results on one connection. */
public final class JooqResults implements Results {

  private final Database database;
  private final EncodeResult encoder;
  private final WakeUp wakeUp;

  /** On this connection. */
  public JooqResults(Database database, EncodeResult encoder, WakeUp wakeUp) {
    this.database = database;
    this.encoder = encoder;
    this.wakeUp = wakeUp;
  }

  @Override
  public void store(TaskResult result) {
    ResultRow row = encoder.encode(result);
    database.run(
        "store a result",
        db -> {
          StoreResults.execute(db, List.of(row), wakeUp.channel());
          return row;
        });
  }

  @Override
  public Optional<StoredResult> find(UUID taskId) {
    return Optional.ofNullable(find(List.of(taskId)).get(taskId));
  }

  @Override
  public Map<UUID, StoredResult> find(Collection<UUID> taskIds) {
    UUID[] ids = taskIds.stream().distinct().toArray(UUID[]::new);
    Limits.requireInRange("number of ids", ids.length, 0, MAX_IDS);
    return ids.length == 0
        ? Map.of()
        : database.run("find results", db -> FindResults.execute(db, ids));
  }

  @Override
  public <T> Optional<T> value(StoredResult result, Class<T> type) {
    return encoder.decode(result, type);
  }

  @Override
  public <T> Optional<T> value(StoredResult result, TypeReference<T> type) {
    return encoder.decode(result, type.type());
  }

  @Override
  public boolean delete(UUID taskId) {
    return database.run("remove a result", db -> DeleteResults.execute(db, taskId));
  }

  @Override
  public long archive(Duration age) {
    Limits.requireUpTo("age", age, Limits.LONGEST_DURATION);
    return Bulk.all(
        page -> database.run("archive results", db -> ArchiveResults.execute(db, age, page)));
  }

  @Override
  public int purgeExpired(int limit) {
    Limits.requireInRange("limit", limit, 1, MAX_PURGE);
    return database.run("purge results", db -> DeleteResults.expired(db, limit));
  }

  @Override
  public Awaited await(UUID taskId, Duration timeout) throws InterruptedException {
    Limits.requireUpTo("timeout", timeout, LONGEST_WAIT);
    if (!database.isAutocommit("await a result")) {
      throw new IllegalStateException(
          "cannot wait for a result in a transaction: it would stay open meanwhile");
    }
    return new AwaitResult(database, taskId, wakeUp.listener()).within(timeout);
  }

  @Override
  public Exported export(OutputStream to, Consumer<Exported> progress) throws IOException {
    return new ExportRows(
            database, new ResultKind(), FindResults.isAlive(CELERS_TASK_RESULTS.EXPIRES_AT))
        .to(to, progress);
  }

  @Override
  public Imported importFrom(InputStream from, Consumer<Imported> progress) throws IOException {
    return ImportRows.of(database, new ResultKind(), from, progress);
  }
}
