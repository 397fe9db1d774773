package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;

import io.celers.broker.delivery.DeadLetter.Cause;
import io.celers.broker.generated.tables.CelersDeadLetterQueue;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.jooq.internal.content.ContentHash;
import io.celers.broker.task.Limits;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Files of dead letters. */
public final class DeadLetterKind implements Kind<CelersDeadLetterQueueRecord> {

  private static final CelersDeadLetterQueue DEAD = CELERS_DEAD_LETTER_QUEUE;

  private static final List<String> CAUSES =
      Arrays.stream(Cause.values()).map(cause -> cause.name().toLowerCase(Locale.ROOT)).toList();

  // Without the receipt and the hash, as in files of tasks.
  private static final List<Column<?>> COLUMNS =
      List.of(
          Column.of(DEAD.ID, Value.uuid()),
          Column.of(DEAD.QUEUE, Value.text(1, Limits.NAME_BYTES)),
          Column.of(DEAD.TASK_NAME, Value.text(1, Limits.NAME_BYTES)),
          Column.of(DEAD.TASK_VERSION, Value.count(Integer.MAX_VALUE)),
          Column.of(DEAD.CODEC, Value.text(1, Limits.CODEC_BYTES)),
          Column.of(DEAD.PAYLOAD, Value.bytes(Limits.MAX_PAYLOAD_BYTES)),
          Column.of(DEAD.PRIORITY, Value.count((short) Limits.HIGHEST_PRIORITY)),
          Column.of(DEAD.REQUEUES, Value.count(Short.MAX_VALUE)),
          Column.of(DEAD.DELIVERIES, Value.count(Integer.MAX_VALUE)),
          Column.of(DEAD.MAX_RETRIES, Value.count(Limits.MAX_RETRIES)),
          Column.of(DEAD.RETRY_POLICY, Value.retryPolicy()),
          Column.of(DEAD.CREATED_AT, Value.moment()),
          Column.of(DEAD.SCHEDULED_AT, Value.moment()),
          Column.of(DEAD.EXPIRES_AT, Value.moment()),
          Column.of(DEAD.STARTED_AT, Value.moment()),
          Column.of(DEAD.WORKER_ID, Value.text(0, Limits.NAME_BYTES)),
          Column.of(DEAD.ERROR_MESSAGE, Value.text(0, Stored.ERROR_BYTES)),
          Column.of(DEAD.METADATA, Value.jsonObject(Stored.METADATA_BYTES)),
          Column.of(DEAD.DIED_AT, Value.moment()),
          Column.of(DEAD.CAUSE, Value.word(CAUSES)));

  @Override
  public String name() {
    return "dead letters";
  }

  @Override
  public CelersDeadLetterQueue table() {
    return DEAD;
  }

  @Override
  public Field<UUID> id() {
    return DEAD.ID;
  }

  @Override
  public Field<Integer> size() {
    return Stored.size(DEAD.PAYLOAD, DEAD.ERROR_MESSAGE, DEAD.METADATA);
  }

  @Override
  public List<Column<?>> columns() {
    return COLUMNS;
  }

  @Override
  public void complete(CelersDeadLetterQueueRecord row) {
    row.setContentHash(
        ContentHash.of(row.getTaskName(), row.getTaskVersion(), row.getCodec(), row.getPayload()));
  }

  @Override
  public Set<UUID> insert(DSLContext db, List<CelersDeadLetterQueueRecord> rows) {
    return ImportDeadLetters.execute(db, rows);
  }

  @Override
  public List<UUID> conflicts(DSLContext db, Collection<CelersDeadLetterQueueRecord> rows) {
    return OtherContent.execute(db, rows, DEAD.ID, DEAD.CONTENT_HASH);
  }
}
