package io.celers.broker.jooq.testkit;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;

/** Counts the statements that a context sends. */
public final class StatementCounter implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private final AtomicInteger statements = new AtomicInteger();

  /** The same context with this listener on it. */
  public DSLContext on(DSLContext dsl) {
    return dsl.configuration().derive(new DefaultExecuteListenerProvider(this)).dsl();
  }

  /**
   * A broker on such a context, which has had its first look at the schema, and that of every ten
   * seconds at the rules of the queues.
   */
  public JooqBroker brokerOn(DSLContext dsl) {
    DSLContext counted = on(dsl);
    JooqBroker broker = JooqBroker.on(counted);
    broker.deadLetters().find(new UUID(0, 0));
    counted.connection(
        connection -> {
          connection.setAutoCommit(false);
          broker
              .using(DSL.using(connection, SQLDialect.POSTGRES))
              .enqueue(NewTask.ofBytes("to be rolled back", new byte[0]));
          connection.rollback();
          connection.setAutoCommit(true);
        });
    return broker;
  }

  @Override
  public void executeStart(ExecuteContext ctx) {
    statements.incrementAndGet();
  }

  /** How many were sent so far. */
  public int soFar() {
    return statements.get();
  }

  /** How many were sent while this ran. */
  public int during(Runnable calls) {
    int before = statements.get();
    calls.run();
    return statements.get() - before;
  }
}
