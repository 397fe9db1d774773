package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;

import io.celers.broker.generated.enums.CelersResultStatus;
import io.celers.broker.generated.tables.CelersTaskResults;
import io.celers.broker.generated.tables.records.CelersTaskResultsRecord;
import io.celers.broker.task.Limits;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Files of results. */
public final class ResultKind implements Kind<CelersTaskResultsRecord> {

  private static final CelersTaskResults RESULTS = CELERS_TASK_RESULTS;

  private static final List<Column<?>> COLUMNS =
      List.of(
          Column.of(RESULTS.TASK_ID, Value.uuid()),
          Column.of(RESULTS.TASK_NAME, Value.text(1, Limits.NAME_BYTES)),
          Column.of(RESULTS.STATUS, Value.literal(EnumSet.allOf(CelersResultStatus.class))),
          Column.of(RESULTS.RESULT, Value.json(Stored.RESULT_BYTES)),
          Column.of(RESULTS.ERROR_MESSAGE, Value.text(0, Stored.ERROR_BYTES)),
          Column.of(RESULTS.STACK_TRACE, Value.text(0, Stored.STACK_TRACE_BYTES)),
          Column.of(RESULTS.RUN_TIME_MICROS, Value.count(Long.MAX_VALUE)),
          Column.of(RESULTS.CREATED_AT, Value.moment()),
          Column.of(RESULTS.EXPIRES_AT, Value.moment()));

  @Override
  public String name() {
    return "results";
  }

  @Override
  public CelersTaskResults table() {
    return RESULTS;
  }

  @Override
  public Field<UUID> id() {
    return RESULTS.TASK_ID;
  }

  @Override
  public Field<Integer> size() {
    return Stored.size(RESULTS.RESULT, RESULTS.ERROR_MESSAGE, RESULTS.STACK_TRACE);
  }

  @Override
  public List<Column<?>> columns() {
    return COLUMNS;
  }

  @Override
  public void complete(CelersTaskResultsRecord row) {
    // Its members are all there is.
  }

  @Override
  public Set<UUID> insert(DSLContext db, List<CelersTaskResultsRecord> rows) {
    return ImportResults.execute(db, rows);
  }

  @Override
  public List<UUID> conflicts(DSLContext db, Collection<CelersTaskResultsRecord> rows) {
    return OtherResults.execute(db, rows);
  }
}
