package io.celers.broker.jooq.internal.queue;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;

import io.celers.broker.generated.tables.records.CelersQueuesRecord;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.queue.Pause;
import io.celers.broker.queue.QueueSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;

/** Reads what a queue has of its own. */
final class FindQueue {

  private FindQueue() {}

  static Optional<Pause> pause(DSLContext db, String queue) {
    return find(db, queue)
        .flatMap(
            row ->
                Times.instant(row.getPausedAt())
                    .map(
                        since ->
                            new Pause(
                                since,
                                Optional.ofNullable(row.getPausedBy()),
                                Optional.ofNullable(row.getPauseReason()))));
  }

  static QueueSettings settings(DSLContext db, String queue) {
    return find(db, queue).map(FindQueue::settings).orElse(QueueSettings.none());
  }

  private static QueueSettings settings(CelersQueuesRecord row) {
    Long retention = row.getRetentionMicros();
    Short priority = row.getDefaultPriority();
    Long maxLength = row.getMaxLength();
    return new QueueSettings(
        Optional.ofNullable(retention).map(micros -> Duration.of(micros, ChronoUnit.MICROS)),
        priority == null ? OptionalInt.empty() : OptionalInt.of(priority),
        maxLength == null ? OptionalInt.empty() : OptionalInt.of(maxLength.intValue()));
  }

  private static Optional<CelersQueuesRecord> find(DSLContext db, String queue) {
    return db.selectFrom(CELERS_QUEUES).where(CELERS_QUEUES.QUEUE.eq(queue)).fetchOptional();
  }
}
