package io.celers.broker.jooq.rules.offenders;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Finds columns by strings. */
public final class StringFieldOffender {

  private StringFieldOffender() {}

  static Field<?> ofTable(Table<?> table) {
    return table.field("queue");
  }

  static Object ofRecord(Record row) {
    return row.get("queue");
  }
}
