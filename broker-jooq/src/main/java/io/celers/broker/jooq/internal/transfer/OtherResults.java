package io.celers.broker.jooq.internal.transfer;

import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.records.CelersTaskResultsRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Finds imported results whose tasks have other ones. */
final class OtherResults {

  /** What two results must have in common to be the same, whenever they were stored. */
  private static final List<Field<?>> COMPARED =
      List.of(
          CELERS_TASK_RESULTS.TASK_NAME,
          CELERS_TASK_RESULTS.STATUS,
          CELERS_TASK_RESULTS.RESULT,
          CELERS_TASK_RESULTS.ERROR_MESSAGE,
          CELERS_TASK_RESULTS.STACK_TRACE,
          CELERS_TASK_RESULTS.RUN_TIME_MICROS);

  private OtherResults() {}

  static List<UUID> execute(DSLContext db, Collection<CelersTaskResultsRecord> rows) {
    UUID[] ids = rows.stream().map(CelersTaskResultsRecord::getTaskId).toArray(UUID[]::new);
    Map<UUID, CelersTaskResultsRecord> stored =
        db
            .select(CELERS_TASK_RESULTS_ARCHIVE.fields(CELERS_TASK_RESULTS.fields()))
            .from(CELERS_TASK_RESULTS_ARCHIVE)
            .where(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID.eq(any(ids)))
            .unionAll(
                select(CELERS_TASK_RESULTS.fields())
                    .from(CELERS_TASK_RESULTS)
                    .where(CELERS_TASK_RESULTS.TASK_ID.eq(any(ids))))
            .fetchInto(CELERS_TASK_RESULTS)
            .stream()
            .collect(
                Collectors.toMap(
                    CelersTaskResultsRecord::getTaskId, row -> row, (archived, newer) -> newer));
    return rows.stream()
        .filter(row -> differs(row, stored.getOrDefault(row.getTaskId(), row)))
        .map(CelersTaskResultsRecord::getTaskId)
        .toList();
  }

  private static boolean differs(CelersTaskResultsRecord one, CelersTaskResultsRecord other) {
    return COMPARED.stream().anyMatch(field -> !Objects.equals(one.get(field), other.get(field)));
  }
}
