package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.system.Routines.pgTableSize;
import static io.celers.broker.generated.system.Tables.PG_CLASS;
import static io.celers.broker.generated.system.Tables.PG_NAMESPACE;

import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** The sizes that decide whether the tables are counted or estimated. */
final class FindRelations {

  private FindRelations() {}

  /** Bytes of the task table and of the dead letters by their names, without their indexes. */
  static Map<String, Long> sizes(DSLContext db, String schema) {
    Field<Long> bytes = pgTableSize(regclass(PG_CLASS.OID));
    return db.select(PG_CLASS.RELNAME, bytes)
        .from(PG_CLASS)
        .join(PG_NAMESPACE)
        .on(PG_NAMESPACE.OID.eq(PG_CLASS.RELNAMESPACE))
        .where(PG_NAMESPACE.NSPNAME.eq(schema))
        .and(PG_CLASS.RELNAME.in(CELERS_TASKS.getName(), CELERS_DEAD_LETTER_QUEUE.getName()))
        .fetchMap(PG_CLASS.RELNAME, bytes);
  }

  /** An oid, to be given to functions that take a regclass; PostgreSQL converts it. */
  static Field<Object> regclass(Field<Long> oid) {
    return oid.coerce(SQLDataType.OTHER);
  }
}
