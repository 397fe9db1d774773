package io.celers.broker.jooq.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;

/** Counts the statements that a context sends. */
public final class StatementCounter implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private final AtomicInteger statements = new AtomicInteger();

  /** The same context with this listener on it. */
  public DSLContext on(DSLContext dsl) {
    return dsl.configuration().derive(new DefaultExecuteListenerProvider(this)).dsl();
  }

  @Override
  public void executeStart(ExecuteContext ctx) {
    statements.incrementAndGet();
  }

  /** How many were sent while this ran. */
  public int during(Runnable calls) {
    int before = statements.get();
    calls.run();
    return statements.get() - before;
  }
}
