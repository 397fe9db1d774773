package com.example.ownclasses;

import static com.example.ownclasses.db.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.count;

import com.example.ownclasses.db.enums.CelersTaskState;
import java.util.Map;
import org.jooq.DSLContext;

/** How many tasks wait in each queue, asked with classes that this application generated. */
public final class Backlog {

  private final DSLContext ctx;

  public Backlog(DSLContext ctx) {
    this.ctx = ctx;
  }

  public Map<String, Integer> perQueue() {
    return ctx.select(CELERS_TASKS.QUEUE, count())
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.STATE.eq(CelersTaskState.pending))
        .groupBy(CELERS_TASKS.QUEUE)
        .fetchMap(CELERS_TASKS.QUEUE, count());
  }
}
