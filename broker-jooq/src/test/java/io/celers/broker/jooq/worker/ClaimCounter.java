package io.celers.broker.jooq.worker;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;

/** Counts the statements by which workers look for tasks. */
final class ClaimCounter implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private final AtomicInteger statements = new AtomicInteger();

  /** The same context with this listener on it. */
  DSLContext on(DSLContext dsl) {
    return dsl.configuration().derive(new DefaultExecuteListenerProvider(this)).dsl();
  }

  /** How many were sent so far. */
  int soFar() {
    return statements.get();
  }

  @Override
  public void executeStart(ExecuteContext context) {
    if (Thread.currentThread().getName().endsWith("-claims")
        && Objects.requireNonNullElse(context.sql(), "").contains("skip locked")) {
      statements.incrementAndGet();
    }
  }
}
