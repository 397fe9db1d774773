package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.content.ContentHash;
import io.celers.broker.task.Limits;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Files of tasks. */
public final class TaskKind implements Kind<CelersTasksRecord> {

  /** A holder cannot settle its task anywhere but here, so elsewhere the task is pending. */
  private static final Field<CelersTaskState> STATE =
      when(
              CELERS_TASKS.STATE.eq(inline(CelersTaskState.processing)),
              inline(CelersTaskState.pending))
          .otherwise(CELERS_TASKS.STATE);

  /**
   * A due time, or the end of a lease, only while it is ahead: what is due is due at once wherever
   * it arrives, and of a finished task it means nothing.
   */
  private static final Field<OffsetDateTime> VISIBLE_AT =
      when(
          CELERS_TASKS.COMPLETED_AT.isNull().and(CELERS_TASKS.VISIBLE_AT.gt(celersNow())),
          CELERS_TASKS.VISIBLE_AT);

  // Without the receipts, which mean something only to a holder here, and without the hash, which
  // follows from the content.
  private static final List<Column<?>> COLUMNS =
      List.of(
          Column.of(CELERS_TASKS.ID, Value.uuid()),
          Column.of(CELERS_TASKS.QUEUE, Value.text(1, Limits.NAME_BYTES)),
          Column.of(CELERS_TASKS.TASK_NAME, Value.text(1, Limits.NAME_BYTES)),
          Column.of(CELERS_TASKS.TASK_VERSION, Value.count(Integer.MAX_VALUE)),
          Column.of(CELERS_TASKS.CODEC, Value.text(1, Limits.CODEC_BYTES)),
          Column.of(CELERS_TASKS.PAYLOAD, Value.bytes(Limits.MAX_PAYLOAD_BYTES)),
          new Column<>(
              CELERS_TASKS.STATE,
              STATE,
              Value.literal(EnumSet.complementOf(EnumSet.of(CelersTaskState.processing))),
              true),
          Column.of(CELERS_TASKS.PRIORITY, Value.count((short) Limits.HIGHEST_PRIORITY)),
          Column.of(CELERS_TASKS.REQUEUES, Value.count(Short.MAX_VALUE)),
          Column.of(CELERS_TASKS.DELIVERIES, Value.count(Integer.MAX_VALUE)),
          Column.of(CELERS_TASKS.MAX_RETRIES, Value.count(Limits.MAX_RETRIES)),
          Column.of(CELERS_TASKS.RETRY_POLICY, Value.retryPolicy()),
          Column.of(CELERS_TASKS.CREATED_AT, Value.moment()),
          Column.of(CELERS_TASKS.SCHEDULED_AT, Value.moment()),
          new Column<>(CELERS_TASKS.VISIBLE_AT, VISIBLE_AT, Value.moment(), false),
          Column.of(CELERS_TASKS.EXPIRES_AT, Value.moment()),
          Column.of(CELERS_TASKS.STARTED_AT, Value.moment()),
          Column.of(CELERS_TASKS.COMPLETED_AT, Value.moment()),
          Column.of(CELERS_TASKS.WORKER_ID, Value.text(0, Limits.NAME_BYTES)),
          Column.of(CELERS_TASKS.ERROR_MESSAGE, Value.text(0, Stored.ERROR_BYTES)),
          Column.of(CELERS_TASKS.CANCEL_REASON, Value.text(0, Limits.REASON_BYTES)),
          Column.of(CELERS_TASKS.METADATA, Value.jsonObject(Stored.METADATA_BYTES)));

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public CelersTasks table() {
    return CELERS_TASKS;
  }

  @Override
  public Field<UUID> id() {
    return CELERS_TASKS.ID;
  }

  @Override
  public Field<Integer> size() {
    return Stored.size(CELERS_TASKS.PAYLOAD, CELERS_TASKS.ERROR_MESSAGE, CELERS_TASKS.METADATA);
  }

  @Override
  public List<Column<?>> columns() {
    return COLUMNS;
  }

  @Override
  public void complete(CelersTasksRecord row) throws Refused {
    boolean finished = row.getState() != CelersTaskState.pending;
    if (finished != (row.getCompletedAt() != null)) {
      throw new Refused(
          CELERS_TASKS.COMPLETED_AT.getName(), "must be there if and only if the task is finished");
    }
    row.setContentHash(
        ContentHash.of(row.getTaskName(), row.getTaskVersion(), row.getCodec(), row.getPayload()));
  }

  @Override
  public Set<UUID> insert(DSLContext db, List<CelersTasksRecord> rows) {
    return ImportTasks.execute(db, rows);
  }

  @Override
  public List<UUID> conflicts(DSLContext db, Collection<CelersTasksRecord> rows) {
    return OtherContent.execute(db, rows, CELERS_TASKS.ID, CELERS_TASKS.CONTENT_HASH);
  }
}
