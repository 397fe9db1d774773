package io.celers.broker.jooq.internal.monitoring;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The views of the extension {@code pg_stat_statements}, with the columns that its versions from
 * 1.9 on have alike.
 *
 * <p>The one place where the broker names columns by hand: the views are in no schema that is known
 * before run time, and only where an operator has installed them. Decision 0017.
 */
final class PgStatStatements {

  final Field<Long> userId = column("userid", Long.class);
  final Field<Long> databaseId = column("dbid", Long.class);
  final Field<String> query = column("query", String.class);
  final Field<Long> calls = column("calls", Long.class);
  final Field<Double> totalMillis = column("total_exec_time", Double.class);
  final Field<Double> meanMillis = column("mean_exec_time", Double.class);
  final Field<Double> deviationMillis = column("stddev_exec_time", Double.class);
  final Field<Double> maximumMillis = column("max_exec_time", Double.class);
  final Field<Long> rows = column("rows", Long.class);
  final Field<Long> blocksHit = column("shared_blks_hit", Long.class);
  final Field<Long> blocksRead = column("shared_blks_read", Long.class);

  private static final String VIEW = "pg_stat_statements";
  private static final String INFO = "pg_stat_statements_info";

  private final String schema;

  /** In the schema of the extension. */
  PgStatStatements(String schema) {
    this.schema = schema;
  }

  Table<Record> statements() {
    return table(name(schema, VIEW));
  }

  Table<Record> info() {
    return table(name(schema, INFO));
  }

  /** When all figures were reset, in {@link #info()}. */
  Field<OffsetDateTime> reset() {
    return field(name(INFO, "stats_reset"), SQLDataType.TIMESTAMPWITHTIMEZONE);
  }

  private static <T> Field<T> column(String column, Class<T> type) {
    return field(name(VIEW, column), type);
  }
}
