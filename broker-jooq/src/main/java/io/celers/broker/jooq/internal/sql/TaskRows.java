package io.celers.broker.jooq.internal.sql;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.CelersTasks;
import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** What several statements say about rows of the task table, said once. */
public final class TaskRows {

  private TaskRows() {}

  /**
   * The predicate of the claim index. The states are inlined: a bound parameter would hide from the
   * planner that the partial index applies.
   */
  public static Condition isLive(CelersTasks task) {
    return task.STATE.in(inline(CelersTaskState.pending), inline(CelersTaskState.processing));
  }

  /** The columns of the task table that another table of whole tasks has as well. */
  public static List<Field<?>> sharedWith(Table<?> other) {
    return Arrays.stream(CELERS_TASKS.fields())
        .filter(field -> other.field(field.getUnqualifiedName()) != null)
        .<Field<?>>map(field -> field)
        .toList();
  }

  /** The same columns, as {@code table} names them. */
  public static List<Field<?>> of(Table<?> table, List<Field<?>> columns) {
    return columns.stream()
        .<Field<?>>map(column -> table.field(column.getUnqualifiedName()))
        .toList();
  }
}
