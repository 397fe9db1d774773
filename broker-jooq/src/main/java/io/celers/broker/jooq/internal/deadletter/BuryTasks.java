package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.internal.sql.TaskRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.TableLike;

/** Moves whole tasks into the dead letters: two steps of a statement that has locked the rows. */
public final class BuryTasks {

  /** What a dead letter has of its task. */
  static final List<Field<?>> COLUMNS = TaskRows.sharedWith(CELERS_DEAD_LETTER_QUEUE);

  private BuryTasks() {}

  /** First step: takes the tasks of these ids out of the task table. */
  public static CommonTableExpression<CelersTasksRecord> removed(Select<Record1<UUID>> ids) {
    return name("removed")
        .as(deleteFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(any(array(ids)))).returning());
  }

  /**
   * Second step: puts them into the dead letters.
   *
   * @param removed the first step
   * @param from the first step, perhaps joined with what else is known
   * @param said values of columns that differ from those of the task; the cause at least
   */
  public static CommonTableExpression<Record1<UUID>> buried(
      CommonTableExpression<CelersTasksRecord> removed,
      TableLike<?> from,
      Map<Field<?>, Field<?>> said) {
    List<Field<?>> columns = new ArrayList<>(COLUMNS);
    columns.removeAll(said.keySet());
    List<Field<?>> values = new ArrayList<>(TaskRows.of(removed, columns));
    said.forEach(
        (column, value) -> {
          columns.add(column);
          values.add(value);
        });
    return name("buried")
        .as(
            insertInto(CELERS_DEAD_LETTER_QUEUE, columns)
                .select(select(values).from(from))
                // A dead letter of this id can only be a leftover of a task that was enqueued again
                // under its own id while the first one was being buried: one row must never stop
                // the claims of a whole queue.
                .onConflict(CELERS_DEAD_LETTER_QUEUE.ID)
                .doUpdate()
                .setAllToExcluded()
                .returningResult(CELERS_DEAD_LETTER_QUEUE.ID));
  }
}
