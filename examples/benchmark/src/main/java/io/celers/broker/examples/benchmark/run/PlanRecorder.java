package io.celers.broker.examples.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.impl.DefaultExecuteListenerProvider;

/** Keeps the statements of a call, and lets the server explain them. Not safe for many threads. */
public final class PlanRecorder implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private final transient List<Query> queries = new ArrayList<>();
  private int statements;

  /** The same context with this listener on it. */
  public DSLContext on(DSLContext db) {
    return db.configuration().derive(new DefaultExecuteListenerProvider(this)).dsl();
  }

  @Override
  public void executeStart(ExecuteContext context) {
    statements++;
    Query query = context.query();
    String sql = context.sql();
    // The broker asks for some plans itself.
    if (query != null && sql != null && !sql.startsWith("explain")) {
      queries.add(query);
    }
  }

  /**
   * Makes the call once, and has its statements explained without running them again.
   *
   * @param metric of the call
   * @param plain without this listener
   */
  public Plan of(String metric, DSLContext plain, Runnable call) {
    queries.clear();
    statements = 0;
    call.run();
    return new Plan(
        metric, statements, queries.stream().map(query -> plain.explain(query).plan()).toList());
  }
}
