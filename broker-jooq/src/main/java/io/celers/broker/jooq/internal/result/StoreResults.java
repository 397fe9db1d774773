package io.celers.broker.jooq.internal.result;

import static io.celers.broker.generated.Tables.CELERS_RESULT_ROWS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.celers.broker.generated.tables.CelersResultRows;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.TableLike;

/** Stores results: a statement of its own, or two steps of an ack. */
public final class StoreResults {

  static final List<Field<?>> COLUMNS = List.of(CELERS_TASK_RESULTS.fields());

  private StoreResults() {}

  static void execute(DSLContext db, Collection<ResultRow> results, Optional<Channel> channel) {
    CelersResultRows rows = rows(results);
    List<CommonTableExpression<?>> steps = steps(rows, rows, select(rows.TASK_ID).from(rows));
    TableLike<?> stored = steps.get(steps.size() - 1);
    db.with(steps).select(notified(channel, results)).from(stored.asTable()).execute();
  }

  /** Turned by a quarter: one array for each column, so that any number is one statement. */
  public static CelersResultRows rows(Collection<ResultRow> results) {
    return CELERS_RESULT_ROWS.call(
        column(results, ResultRow::taskId, UUID[]::new),
        column(results, ResultRow::receipt, UUID[]::new),
        column(results, ResultRow::name, String[]::new),
        column(results, ResultRow::status, String[]::new),
        column(results, ResultRow::result, JSONB[]::new),
        column(results, ResultRow::error, String[]::new),
        column(results, ResultRow::stackTrace, String[]::new),
        column(results, ResultRow::runTimeMicros, Long[]::new),
        column(results, ResultRow::ttlMicros, Long[]::new));
  }

  /**
   * The steps that store rows.
   *
   * <p>A copy in the archive goes, so that it cannot come up again when this result has expired.
   *
   * @param from the rows, perhaps joined with what decides which of them are stored
   * @param ids tasks of the rows that are stored
   */
  public static List<CommonTableExpression<?>> steps(
      CelersResultRows rows, TableLike<?> from, Select<Record1<UUID>> ids) {
    CommonTableExpression<? extends Record> replaced =
        name("replaced")
            .as(
                deleteFrom(CELERS_TASK_RESULTS_ARCHIVE)
                    .where(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID.eq(any(array(ids))))
                    .returningResult(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID));
    CommonTableExpression<? extends Record> stored =
        name("stored")
            .as(
                insertInto(CELERS_TASK_RESULTS, COLUMNS)
                    .select(select(rows.fields(CELERS_TASK_RESULTS.fields())).from(from))
                    .onConflict(CELERS_TASK_RESULTS.TASK_ID)
                    .doUpdate()
                    .setAllToExcluded()
                    .returningResult(CELERS_TASK_RESULTS.TASK_ID));
    return List.of(replaced, stored);
  }

  /** Notifies those who wait for one of these results, in a statement that stores some. */
  public static Field<Integer> notified(Optional<Channel> channel, Collection<ResultRow> results) {
    Stream<Topic> topics = results.stream().map(ResultRow::taskId).map(Topic::result);
    return channel.map(to -> NotifySleepers.count(to, topics)).orElse(inline(0));
  }

  private static <T> T[] column(
      Collection<ResultRow> rows, Function<ResultRow, ? extends T> value, IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
