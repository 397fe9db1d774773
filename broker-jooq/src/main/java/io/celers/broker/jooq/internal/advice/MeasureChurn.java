package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static io.celers.broker.generated.system.Routines.currentDatabase;
import static io.celers.broker.generated.system.Tables.PG_CLASS;
import static io.celers.broker.generated.system.Tables.PG_STAT_DATABASE;
import static io.celers.broker.generated.system.Tables.PG_STAT_USER_TABLES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import io.celers.broker.advice.VacuumTuning;
import io.celers.broker.advice.VacuumTuning.Trigger;
import io.celers.broker.generated.Celers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Reads how much changed in the broker's tables since PostgreSQL began to count. */
final class MeasureChurn {

  private static final String THRESHOLD = "autovacuum_vacuum_threshold=";
  private static final String SCALE_FACTOR = "autovacuum_vacuum_scale_factor=";

  private MeasureChurn() {}

  // Counters that were never reset began with the table, which is no older than the schema.
  static List<Churn> execute(DSLContext db, String schema) {
    String[] names = Celers.CELERS.getTables().stream().map(Table::getName).toArray(String[]::new);
    Field<OffsetDateTime> reset =
        field(
            select(PG_STAT_DATABASE.STATS_RESET)
                .from(PG_STAT_DATABASE)
                .where(PG_STAT_DATABASE.DATNAME.eq(currentDatabase())));
    Field<OffsetDateTime> installed =
        field(select(min(CELERS_SCHEMA_VERSION.INSTALLED_AT)).from(CELERS_SCHEMA_VERSION));
    Field<OffsetDateTime> since = greatest(reset, installed).as("since");
    Field<OffsetDateTime> now = celersNow().as("now");
    return db.select(PG_STAT_USER_TABLES.RELNAME, PG_STAT_USER_TABLES.N_LIVE_TUP)
        .select(PG_STAT_USER_TABLES.N_TUP_INS, PG_STAT_USER_TABLES.N_TUP_UPD)
        .select(PG_STAT_USER_TABLES.N_TUP_DEL, PG_CLASS.RELOPTIONS, since, now)
        .from(PG_STAT_USER_TABLES)
        .join(PG_CLASS)
        .on(PG_CLASS.OID.eq(PG_STAT_USER_TABLES.RELID))
        .where(PG_STAT_USER_TABLES.SCHEMANAME.eq(schema))
        .and(PG_STAT_USER_TABLES.RELNAME.eq(any(names)))
        .orderBy(PG_STAT_USER_TABLES.RELNAME)
        .fetch(
            row ->
                new Churn(
                    row.get(PG_STAT_USER_TABLES.RELNAME),
                    row.get(PG_STAT_USER_TABLES.N_LIVE_TUP),
                    row.get(PG_STAT_USER_TABLES.N_TUP_INS),
                    row.get(PG_STAT_USER_TABLES.N_TUP_UPD) + row.get(PG_STAT_USER_TABLES.N_TUP_DEL),
                    Duration.between(row.get(since), row.get(now)),
                    trigger(row.get(PG_CLASS.RELOPTIONS))));
  }

  private static Trigger trigger(String @Nullable [] options) {
    long threshold = VacuumTuning.DEFAULT.threshold();
    BigDecimal scaleFactor = VacuumTuning.DEFAULT.scaleFactor();
    for (String option : options == null ? new String[0] : options) {
      if (option.startsWith(THRESHOLD)) {
        threshold = Long.parseLong(option.substring(THRESHOLD.length()));
      }
      if (option.startsWith(SCALE_FACTOR)) {
        scaleFactor = new BigDecimal(option.substring(SCALE_FACTOR.length()));
      }
    }
    return new Trigger(threshold, scaleFactor);
  }
}
