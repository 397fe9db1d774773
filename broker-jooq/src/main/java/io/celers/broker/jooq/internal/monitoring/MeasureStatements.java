package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.system.Routines.currentDatabase;
import static io.celers.broker.generated.system.Tables.PG_DATABASE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.left;
import static org.jooq.impl.DSL.select;

import io.celers.broker.monitoring.Freshness;
import io.celers.broker.monitoring.StatementFigures;
import io.celers.broker.monitoring.StatementReport;
import java.time.Duration;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Reads what PostgreSQL keeps of the broker's statements. */
final class MeasureStatements {

  private static final int STATEMENTS = 50;
  private static final int TEXT_LENGTH = 500;
  private static final double NANOS_PER_MILLI = 1e6;

  private MeasureStatements() {}

  static StatementReport execute(DSLContext db, String schema) {
    Freshness freshness = MeasureFreshness.execute(db);
    FindStatementsView.Found found = FindStatementsView.execute(db);
    return found
        .views()
        .<StatementReport>map(
            views ->
                new StatementReport.Measured(
                    freshness, over(db, views, freshness), statements(db, views, schema)))
        .orElseGet(() -> new StatementReport.Unavailable(freshness, found.remedy()));
  }

  static Duration over(DSLContext db, PgStatStatements views, Freshness freshness) {
    return MeasureFreshness.since(
        db.select(views.reset()).from(views.info()).fetchSingle().value1().toInstant(),
        freshness.measuredAt());
  }

  // The view is a function over shared memory: as many rows as there are statements, 5,000 unless
  // it is set otherwise. The broker always qualifies and quotes its tables, so its statements are
  // told by that.
  private static List<StatementFigures> statements(
      DSLContext db, PgStatStatements views, String schema) {
    Field<String> text = left(views.query, inline(TEXT_LENGTH)).as("text");
    return db.select(text, views.calls, views.meanMillis, views.deviationMillis)
        .select(views.maximumMillis, views.rows, views.blocksHit, views.blocksRead)
        .from(views.statements())
        .where(isOfThisDatabase(views))
        .and(views.query.contains(tablesOf(schema)))
        .orderBy(views.totalMillis.desc())
        .limit(STATEMENTS)
        .fetch(
            row ->
                new StatementFigures(
                    row.get(text),
                    row.get(views.calls),
                    millis(row.get(views.meanMillis)),
                    millis(row.get(views.deviationMillis)),
                    millis(row.get(views.maximumMillis)),
                    row.get(views.rows),
                    row.get(views.blocksHit),
                    row.get(views.blocksRead)));
  }

  static Condition isOfThisDatabase(PgStatStatements views) {
    return views.databaseId.eq(
        field(
            select(PG_DATABASE.OID)
                .from(PG_DATABASE)
                .where(PG_DATABASE.DATNAME.eq(currentDatabase()))));
  }

  /** How the names of the broker's tables begin in its statements. */
  private static String tablesOf(String schema) {
    String prefix = CELERS_TASKS.getName().substring(0, CELERS_TASKS.getName().indexOf('_') + 1);
    return "\"" + schema + "\".\"" + prefix;
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
  }
}
