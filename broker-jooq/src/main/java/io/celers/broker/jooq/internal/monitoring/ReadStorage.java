package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.system.Routines.pgIndexesSize;
import static io.celers.broker.generated.system.Routines.pgSizePretty1;
import static io.celers.broker.generated.system.Routines.pgTableSize;
import static io.celers.broker.generated.system.Routines.pgTotalRelationSize;
import static io.celers.broker.generated.system.Tables.PG_INDEX;
import static io.celers.broker.generated.system.Tables.PG_STAT_USER_INDEXES;
import static io.celers.broker.generated.system.Tables.PG_STAT_USER_TABLES;
import static io.celers.broker.jooq.internal.monitoring.FindRelations.regclass;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.greatest;

import io.celers.broker.generated.Celers;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.monitoring.Bytes;
import io.celers.broker.monitoring.IndexStorage;
import io.celers.broker.monitoring.TableStorage;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Reads what PostgreSQL keeps of the broker's tables and indexes. */
final class ReadStorage {

  private ReadStorage() {}

  static List<TableStorage> execute(DSLContext db, String schema) {
    String[] names = Celers.CELERS.getTables().stream().map(Table::getName).toArray(String[]::new);
    Map<String, List<IndexStorage>> indexes = indexes(db, schema, names);
    Size table = new Size(pgTableSize(regclass(PG_STAT_USER_TABLES.RELID)));
    Size index = new Size(pgIndexesSize(regclass(PG_STAT_USER_TABLES.RELID)));
    Size total = new Size(pgTotalRelationSize(regclass(PG_STAT_USER_TABLES.RELID)));
    Field<OffsetDateTime> vacuumed =
        greatest(PG_STAT_USER_TABLES.LAST_VACUUM, PG_STAT_USER_TABLES.LAST_AUTOVACUUM);
    Field<OffsetDateTime> analyzed =
        greatest(PG_STAT_USER_TABLES.LAST_ANALYZE, PG_STAT_USER_TABLES.LAST_AUTOANALYZE);
    return db.select(PG_STAT_USER_TABLES.RELNAME)
        .select(PG_STAT_USER_TABLES.N_LIVE_TUP, PG_STAT_USER_TABLES.N_DEAD_TUP)
        .select(PG_STAT_USER_TABLES.SEQ_SCAN, PG_STAT_USER_TABLES.SEQ_TUP_READ)
        .select(PG_STAT_USER_TABLES.IDX_SCAN, PG_STAT_USER_TABLES.IDX_TUP_FETCH)
        .select(table.bytes, table.pretty, index.bytes, index.pretty, total.bytes, total.pretty)
        .select(vacuumed, analyzed)
        .from(PG_STAT_USER_TABLES)
        .where(PG_STAT_USER_TABLES.SCHEMANAME.eq(schema))
        .and(PG_STAT_USER_TABLES.RELNAME.eq(any(names)))
        .orderBy(PG_STAT_USER_TABLES.RELNAME)
        .fetch(
            row ->
                new TableStorage(
                    row.get(PG_STAT_USER_TABLES.RELNAME),
                    count(row.get(PG_STAT_USER_TABLES.N_LIVE_TUP)),
                    count(row.get(PG_STAT_USER_TABLES.N_DEAD_TUP)),
                    table.of(row),
                    index.of(row),
                    total.of(row),
                    count(row.get(PG_STAT_USER_TABLES.SEQ_SCAN)),
                    count(row.get(PG_STAT_USER_TABLES.SEQ_TUP_READ)),
                    count(row.get(PG_STAT_USER_TABLES.IDX_SCAN)),
                    count(row.get(PG_STAT_USER_TABLES.IDX_TUP_FETCH)),
                    Times.instant(row.get(vacuumed)),
                    Times.instant(row.get(analyzed)),
                    indexes.getOrDefault(row.get(PG_STAT_USER_TABLES.RELNAME), List.of())));
  }

  private static Map<String, List<IndexStorage>> indexes(
      DSLContext db, String schema, String[] tables) {
    Size size = new Size(pgTableSize(regclass(PG_STAT_USER_INDEXES.INDEXRELID)));
    return db.select(PG_STAT_USER_INDEXES.RELNAME, PG_STAT_USER_INDEXES.INDEXRELNAME)
        .select(PG_STAT_USER_INDEXES.IDX_SCAN, PG_STAT_USER_INDEXES.IDX_TUP_READ)
        .select(PG_INDEX.INDISUNIQUE, PG_INDEX.INDISVALID, size.bytes, size.pretty)
        .from(PG_STAT_USER_INDEXES)
        .join(PG_INDEX)
        .on(PG_INDEX.INDEXRELID.eq(PG_STAT_USER_INDEXES.INDEXRELID))
        .where(PG_STAT_USER_INDEXES.SCHEMANAME.eq(schema))
        .and(PG_STAT_USER_INDEXES.RELNAME.eq(any(tables)))
        .orderBy(PG_STAT_USER_INDEXES.INDEXRELNAME)
        .fetchGroups(
            row -> row.get(PG_STAT_USER_INDEXES.RELNAME),
            row ->
                new IndexStorage(
                    row.get(PG_STAT_USER_INDEXES.INDEXRELNAME),
                    size.of(row),
                    count(row.get(PG_STAT_USER_INDEXES.IDX_SCAN)),
                    count(row.get(PG_STAT_USER_INDEXES.IDX_TUP_READ)),
                    row.get(PG_INDEX.INDISUNIQUE),
                    row.get(PG_INDEX.INDISVALID)));
  }

  /** A counter of a view; null if the table has no index, or was dropped meanwhile. */
  private static long count(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** A size, as a number and as text. */
  private record Size(Field<Long> bytes, Field<String> pretty) {

    Size(Field<Long> bytes) {
      this(bytes, pgSizePretty1(bytes));
    }

    Bytes of(Record row) {
      String text = row.get(pretty);
      return new Bytes(count(row.get(bytes)), text == null ? "" : text);
    }
  }
}
