package io.celers.broker.jooq.rules.offenders;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Makes a name that becomes no alias. */
public final class AliasOffender {

  private AliasOffender() {}

  static Field<?> columnByName(Table<?> table) {
    return table.field(DSL.name("queue"));
  }
}
