package io.celers.broker.jooq.rules.offenders;

import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Names tables and columns that the compiler knows nothing of. */
public final class NameOffender {

  private NameOffender() {}

  static Field<Object> field() {
    return DSL.field(DSL.name("queue"));
  }

  static Table<Record> table() {
    return DSL.table(DSL.name("celers", "celers_tasks"));
  }

  static Function<Name, Field<Object>> refers() {
    return DSL::field;
  }
}
