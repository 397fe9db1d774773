package io.celers.broker.jooq.rules.offenders;

import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Uses SQL text in all the ways that jOOQ offers. */
public final class PlainSqlOffender {

  private PlainSqlOffender() {}

  static Result<Record> calls(DSLContext db) {
    return db.fetch("select 1");
  }

  static Function<String, ResultQuery<Record>> refers(DSLContext db) {
    return db::resultQuery;
  }

  static Runnable insideALambda(DSLContext db) {
    return () -> db.execute("vacuum celers_tasks");
  }

  static Condition condition(DSLContext db, Table<?> table) {
    return db.selectFrom(table).where("state = 'pending'").getQuery() == null
        ? DSL.condition("true")
        : DSL.noCondition();
  }
}
