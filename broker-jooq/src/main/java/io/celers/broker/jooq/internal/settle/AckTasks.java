package io.celers.broker.jooq.internal.settle;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;

import io.celers.broker.generated.binding.UuidArrayBinding;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersSettlementRows;
import io.celers.broker.generated.tables.CelersTasks;
import io.celers.broker.jooq.internal.sql.HotStatement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Records;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;

/** Completes many tasks for their holders. */
final class AckTasks {

  private static final DataType<UUID[]> UUIDS =
      SQLDataType.UUID.array().asConvertedDataType(new UuidArrayBinding());
  private static final Param<UUID[]> IDS = param("ids", UUIDS);
  private static final Param<UUID[]> RECEIPTS = param("receipts", UUIDS);

  private static final HotStatement<Holding> COMPLETE = hot(AckTasks::completed);
  private static final HotStatement<Holding> DELETE = hot(AckTasks::deleted);

  private AckTasks() {}

  private static HotStatement<Holding> hot(
      Function<CommonTableExpression<Record>, ResultQuery<Record1<UUID>>> ack) {
    return HotStatement.of(() -> statement(ack), Records.mapping(Holding::new));
  }

  // As AckTask, after the rows were locked in the order of ids. Only those that are not held are
  // returned: as a rule none, and to read the others took as long as to settle them. Guarded by
  // AckIT.
  private static ResultQuery<Record2<UUID, UUID>> statement(
      Function<CommonTableExpression<Record>, ResultQuery<Record1<UUID>>> ack) {
    CelersSettlementRows rows = HeldTasks.rows(IDS, RECEIPTS);
    CommonTableExpression<Record2<UUID, UUID>> asked =
        name("asked").asMaterialized(select(rows.ID, rows.RECEIPT).from(rows));
    CelersTasks task = CELERS_TASKS.as("task");
    CommonTableExpression<Record> locked = HeldTasks.locked(asked, task, List.of(task.RECEIPT));
    return with(asked, locked, name("acked").as(ack.apply(locked)))
        .select(asked.field(rows.ID), asked.field(rows.RECEIPT))
        .from(asked)
        .leftJoin(locked)
        .on(locked.field(CELERS_TASKS.ID).eq(asked.field(rows.ID)))
        .and(locked.field(CELERS_TASKS.RECEIPT).eq(asked.field(rows.RECEIPT)))
        .where(locked.field(CELERS_TASKS.ID).isNull());
  }

  private static ResultQuery<Record1<UUID>> completed(CommonTableExpression<Record> locked) {
    return update(CELERS_TASKS)
        .set(CELERS_TASKS.STATE, inline(CelersTaskState.completed))
        .set(CELERS_TASKS.COMPLETED_AT, celersNow())
        .set(CELERS_TASKS.SETTLED_RECEIPT, CELERS_TASKS.RECEIPT)
        .set(CELERS_TASKS.RECEIPT, inline(null, CELERS_TASKS.RECEIPT))
        .from(locked)
        .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
        .returningResult(CELERS_TASKS.ID);
  }

  private static ResultQuery<Record1<UUID>> deleted(CommonTableExpression<Record> locked) {
    return deleteFrom(CELERS_TASKS)
        .using(locked)
        .where(CELERS_TASKS.ID.eq(locked.field(CELERS_TASKS.ID)))
        .returningResult(CELERS_TASKS.ID);
  }

  /** Returns those that are not held. */
  static Set<Holding> execute(DSLContext db, Collection<Holding> holdings, Afterwards afterwards) {
    return Set.copyOf(
        (afterwards == Afterwards.KEPT ? COMPLETE : DELETE)
            .on(db)
            .with(IDS, Holding.ids(holdings))
            .with(RECEIPTS, Holding.receipts(holdings))
            .fetch());
  }
}
