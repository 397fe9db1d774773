package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.system.Tables.PG_STATIO_USER_TABLES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import io.celers.broker.advice.CacheHits;
import io.celers.broker.generated.Celers;
import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** Reads how many blocks of the broker's tables and indexes were found in the cache. */
final class MeasureCache {

  private MeasureCache() {}

  static CacheHits execute(DSLContext db, String schema) {
    String[] names = Celers.CELERS.getTables().stream().map(Table::getName).toArray(String[]::new);
    Field<BigDecimal> hit =
        total(PG_STATIO_USER_TABLES.HEAP_BLKS_HIT, PG_STATIO_USER_TABLES.IDX_BLKS_HIT).as("hit");
    Field<BigDecimal> read =
        total(PG_STATIO_USER_TABLES.HEAP_BLKS_READ, PG_STATIO_USER_TABLES.IDX_BLKS_READ).as("read");
    return db.select(hit, read)
        .from(PG_STATIO_USER_TABLES)
        .where(PG_STATIO_USER_TABLES.SCHEMANAME.eq(schema))
        .and(PG_STATIO_USER_TABLES.RELNAME.eq(any(names)))
        .fetchSingle(row -> new CacheHits(row.get(hit).longValue(), row.get(read).longValue()));
  }

  /** Null where a table has no index, or where the view is empty. */
  private static Field<BigDecimal> total(Field<Long> heap, Field<Long> index) {
    return coalesce(sum(heap.plus(coalesce(index, inline(0L)))), inline(BigDecimal.ZERO));
  }
}
