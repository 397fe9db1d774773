package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.generated.tables.records.CelersSchedulesRecord;
import io.celers.broker.jooq.internal.enqueue.EncodeTask;
import io.celers.broker.jooq.internal.enqueue.TaskRow;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.Tick;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.When;

/** Makes a row of a schedule: the last place where one can be refused before anything is sent. */
final class ScheduledTask {

  /** As long as every tick is when it is written down. */
  private static final String SOME_TICK = "2000-01-01T00:00:00.000000Z";

  private ScheduledTask() {}

  /** All but the next tick. */
  static CelersSchedulesRecord encode(
      EncodeTask encoder, String name, Cadence cadence, MissedTicks missed, NewTask<?> task) {
    requireNothingOfATick(task);
    NewTask<?> named = task.header(Tick.SCHEDULE_HEADER, name);
    TaskRow row = encoder.encode(named.header(Tick.AT_HEADER, SOME_TICK));
    return new CelersSchedulesRecord()
        .setName(name)
        .setExpression(Ticks.expression(cadence))
        .setZone(Ticks.zone(cadence))
        .setMissedTicks(missed.toString())
        .setQueue(row.queue())
        .setTaskName(row.name())
        .setTaskVersion(row.version())
        .setCodec(row.codec())
        .setPayload(row.payload())
        .setContentHash(row.contentHash())
        .setPriority(row.priority())
        .setMaxRetries(row.maxRetries())
        .setRetryPolicy(row.retryPolicy())
        .setTtlMicros(row.ttlMicros())
        .setMetadata(row.metadata());
  }

  private static void requireNothingOfATick(NewTask<?> task) {
    if (!(task.due() instanceof When.After after && after.delay().isZero())) {
      throw new IllegalArgumentException(
          "the tasks of a schedule are due when it ticks, " + task + " has a due time");
    }
    if (task.expiry().filter(When.At.class::isInstance).isPresent()) {
      throw new IllegalArgumentException(
          "the tasks of a schedule expire some time after their ticks, " + task + " at a moment");
    }
    if (task.id().isPresent() || task.idempotencyKey().isPresent()) {
      throw new IllegalArgumentException(
          "the tasks of a schedule have ids of their own, "
              + (task + " brings an id or an idempotency key"));
    }
  }
}
