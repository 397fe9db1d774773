package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ROW;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;

import io.celers.broker.jooq.internal.sql.HotStatement;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;

/** Inserts one task that has an id of the broker's own and no idempotency key. */
final class InsertTask {

  private static final Param<UUID> ID = param("id", CELERS_TASKS.ID);
  private static final Param<String> QUEUE = param("queue", CELERS_TASKS.QUEUE);
  private static final Param<String> NAME = param("task_name", CELERS_TASKS.TASK_NAME);
  private static final Param<Integer> VERSION = param("task_version", CELERS_TASKS.TASK_VERSION);
  private static final Param<String> CODEC = param("codec", CELERS_TASKS.CODEC);
  private static final Param<byte[]> PAYLOAD = param("payload", CELERS_TASKS.PAYLOAD);
  private static final Param<Long> HASH = param("content_hash", CELERS_TASKS.CONTENT_HASH);
  private static final Param<Short> PRIORITY = param("priority", CELERS_TASKS.PRIORITY);
  private static final Param<Integer> RETRIES = param("max_retries", CELERS_TASKS.MAX_RETRIES);
  private static final Param<String> POLICY = param("retry_policy", CELERS_TASKS.RETRY_POLICY);
  private static final Param<Long> DELAY = param("delay_micros", SQLDataType.BIGINT);
  private static final Param<OffsetDateTime> DUE_AT = param("due_at", CELERS_TASKS.SCHEDULED_AT);
  private static final Param<Long> TTL = param("ttl_micros", SQLDataType.BIGINT);
  private static final Param<OffsetDateTime> EXPIRY = param("expiry", CELERS_TASKS.EXPIRES_AT);
  private static final Param<JSONB> METADATA = param("metadata", CELERS_TASKS.METADATA);

  private static final HotStatement<Record> SILENT = statement(Optional.empty());
  private static final HotStatement<Record> NOTIFYING =
      statement(Optional.of(NotifySleepers.onOne()));

  private InsertTask() {}

  // Scalars instead of arrays of one: the server keeps a plan for one row, but makes that of an
  // unnest anew each time, which took four times as long as the rest of the insert. Guarded by
  // EnqueueIT and NotificationsIT.
  private static HotStatement<Record> statement(Optional<Select<Record1<Boolean>>> notify) {
    return HotStatement.of(
        () ->
            InsertTasks.statement(
                CELERS_TASK_ROW.call(
                    ID,
                    QUEUE,
                    NAME,
                    VERSION,
                    CODEC,
                    PAYLOAD,
                    HASH,
                    PRIORITY,
                    RETRIES,
                    POLICY,
                    DELAY,
                    DUE_AT,
                    TTL,
                    EXPIRY,
                    METADATA,
                    inline(null, String.class),
                    inline(null, Long.class)),
                notify),
        row -> row);
  }

  static void execute(DSLContext db, TaskRow task, Optional<Channel> channel) {
    Optional<Channel> notified = channel.filter(to -> !task.isDelayed());
    HotStatement.Bound<Record> insert =
        (notified.isPresent() ? NOTIFYING : SILENT)
            .on(db)
            .with(ID, task.id())
            .with(QUEUE, task.queue())
            .with(NAME, task.name())
            .with(VERSION, task.version())
            .with(CODEC, task.codec())
            .with(PAYLOAD, task.payload())
            .with(HASH, task.contentHash())
            .with(PRIORITY, task.priority())
            .with(RETRIES, task.maxRetries())
            .with(POLICY, task.retryPolicy())
            .with(DELAY, task.delayMicros())
            .with(DUE_AT, task.dueAt())
            .with(TTL, task.ttlMicros())
            .with(EXPIRY, task.expiry())
            .with(METADATA, task.metadata());
    notified.ifPresent(
        to ->
            insert
                .with(NotifySleepers.CHANNEL, to.name())
                .with(NotifySleepers.TOPIC, Topic.queue(task.queue()).text()));
    insert.fetch();
  }
}
