package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.system.Tables.PG_ROLES;
import static org.jooq.impl.DSL.currentUser;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Reads how much all statements of the connected role ask of this database. */
public final class MeasureLoad {

  /**
   * What they ask.
   *
   * @param calls how often they ran, from 1
   * @param mean how long on the mean
   * @param over since PostgreSQL began to count, above zero
   */
  public record Load(long calls, Duration mean, Duration over) {}

  private static final double NANOS_PER_MILLI = 1e6;

  private MeasureLoad() {}

  /** Empty if PostgreSQL keeps no figures of statements, or has none yet. */
  public static Optional<Load> execute(DSLContext db) {
    return FindStatementsView.execute(db).views().flatMap(views -> load(db, views));
  }

  private static Optional<Load> load(DSLContext db, PgStatStatements views) {
    Duration over = MeasureStatements.over(db, views, MeasureFreshness.execute(db));
    Field<BigDecimal> calls = sum(views.calls).as("calls_of_role");
    Field<BigDecimal> millis = sum(views.totalMillis).as("millis_of_role");
    return db.select(calls, millis)
        .from(views.statements())
        .where(MeasureStatements.isOfThisDatabase(views))
        .and(
            views.userId.eq(
                field(
                    select(PG_ROLES.OID).from(PG_ROLES).where(PG_ROLES.ROLNAME.eq(currentUser())))))
        .fetchOptional()
        .filter(row -> row.get(calls) != null && !over.isZero())
        .map(
            row -> {
              double nanos = row.get(millis).doubleValue() * NANOS_PER_MILLI;
              long times = row.get(calls).longValue();
              return new Load(times, Duration.ofNanos(Math.round(nanos / times)), over);
            });
  }
}
