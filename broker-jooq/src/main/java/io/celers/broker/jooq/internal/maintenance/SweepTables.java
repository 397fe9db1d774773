package io.celers.broker.jooq.internal.maintenance;

import static io.celers.broker.generated.Routines.celersBefore;
import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static io.celers.broker.generated.Tables.CELERS_WORKERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersDeduplication;
import io.celers.broker.maintenance.Swept;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record2;

/** Deletes expired idempotency keys, notes of sleepers, and dead workers. */
final class SweepTables {

  private SweepTables() {}

  // Expired keys are found through their index on the expiry, and then locked in the order of the
  // key, the order in which enqueues take them. The expiry is said again there: an enqueue may have
  // taken the key anew meanwhile. Guarded by SweepIT.
  static Swept execute(DSLContext db, long deadAfterMicros, int limit) {
    CommonTableExpression<Record2<String, String>> expired =
        name("expired")
            .asMaterialized(
                select(CELERS_DEDUPLICATION.QUEUE, CELERS_DEDUPLICATION.KEY)
                    .from(CELERS_DEDUPLICATION)
                    .where(CELERS_DEDUPLICATION.EXPIRES_AT.le(celersNow()))
                    .orderBy(CELERS_DEDUPLICATION.EXPIRES_AT)
                    .limit(limit));
    CommonTableExpression<Record2<String, String>> locked = lockedKeys(expired);
    CommonTableExpression<Record1<String>> keys = keys(locked);
    CommonTableExpression<Record1<String>> sleepers = sleepers(limit);
    CommonTableExpression<Record1<UUID>> workers = workers(deadAfterMicros, limit);
    Field<Integer> keyCount = Walk.rows(keys);
    Field<Integer> sleeperCount = Walk.rows(sleepers);
    Field<Integer> workerCount = Walk.rows(workers);
    return db.with(expired, locked, keys, sleepers, workers)
        .select(keyCount, sleeperCount, workerCount)
        .fetchSingle(
            row ->
                new Swept(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value1() < limit && row.value2() < limit && row.value3() < limit));
  }

  private static CommonTableExpression<Record2<String, String>> lockedKeys(
      CommonTableExpression<Record2<String, String>> expired) {
    CelersDeduplication key = CELERS_DEDUPLICATION.as("key");
    return name("locked")
        .asMaterialized(
            select(key.QUEUE, key.KEY)
                .from(key)
                .join(expired)
                .on(key.QUEUE.eq(expired.field(CELERS_DEDUPLICATION.QUEUE)))
                .and(key.KEY.eq(expired.field(CELERS_DEDUPLICATION.KEY)))
                .where(key.EXPIRES_AT.le(celersNow()))
                .orderBy(key.QUEUE, key.KEY)
                .forUpdate()
                .of(key)
                .skipLocked());
  }

  private static CommonTableExpression<Record1<String>> keys(
      CommonTableExpression<Record2<String, String>> locked) {
    return name("keys")
        .as(
            deleteFrom(CELERS_DEDUPLICATION)
                .using(locked)
                .where(CELERS_DEDUPLICATION.QUEUE.eq(locked.field(CELERS_DEDUPLICATION.QUEUE)))
                .and(CELERS_DEDUPLICATION.KEY.eq(locked.field(CELERS_DEDUPLICATION.KEY)))
                .returningResult(CELERS_DEDUPLICATION.KEY));
  }

  private static CommonTableExpression<Record1<String>> sleepers(int limit) {
    return name("sleepers")
        .as(
            deleteFrom(CELERS_SLEEPERS)
                .where(
                    row(CELERS_SLEEPERS.TOPIC, CELERS_SLEEPERS.UNTIL, CELERS_SLEEPERS.SLEEPER)
                        .in(
                            select(
                                    CELERS_SLEEPERS.TOPIC,
                                    CELERS_SLEEPERS.UNTIL,
                                    CELERS_SLEEPERS.SLEEPER)
                                .from(CELERS_SLEEPERS)
                                .where(CELERS_SLEEPERS.UNTIL.le(celersNow()))
                                .orderBy(
                                    CELERS_SLEEPERS.TOPIC,
                                    CELERS_SLEEPERS.UNTIL,
                                    CELERS_SLEEPERS.SLEEPER)
                                .limit(limit)
                                .forUpdate()
                                .skipLocked()))
                .returningResult(CELERS_SLEEPERS.TOPIC));
  }

  private static CommonTableExpression<Record1<UUID>> workers(long deadAfterMicros, int limit) {
    return name("workers")
        .as(
            deleteFrom(CELERS_WORKERS)
                .where(
                    CELERS_WORKERS.ID.eq(
                        any(
                            array(
                                select(CELERS_WORKERS.ID)
                                    .from(CELERS_WORKERS)
                                    .where(
                                        CELERS_WORKERS.HEARTBEAT_AT.le(
                                            celersBefore(deadAfterMicros)))
                                    .orderBy(CELERS_WORKERS.ID)
                                    .limit(limit)
                                    .forUpdate()
                                    .skipLocked()))))
                .returningResult(CELERS_WORKERS.ID));
  }
}
