package io.celers.broker.jooq.rules.offenders;

import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Calls what another release of jOOQ does not have. */
public final class ExistsOffender {

  private ExistsOffender() {}

  static List<Object> calls(DSLContext db, Table<?> table, Select<?> select) {
    return List.of(
        DSL.exists(select),
        DSL.notExists(select),
        db.selectFrom(table).whereExists(select).andNotExists(select),
        db.fetchExists(select));
  }

  static Function<Select<?>, Condition> refers() {
    return DSL::exists;
  }
}
