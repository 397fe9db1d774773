package io.celers.broker.examples.benchmark.queue;

import java.util.ArrayList;
import java.util.List;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jspecify.annotations.Nullable;

/** Writes down what jOOQ sends. Used by one thread. */
final class StatementRecorder implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private transient @Nullable RecordedStatement last;

  @Override
  public void executeStart(ExecuteContext context) {
    if (context.query() != null && context.sql() != null) {
      List<@Nullable Object> values = new ArrayList<>(context.query().getBindValues());
      last = new RecordedStatement(context.sql(), values);
    }
  }

  /** The last statement that a call sends. */
  RecordedStatement last(Runnable call) {
    last = null;
    call.run();
    if (last == null) {
      throw new IllegalStateException("The broker sent nothing");
    }
    return last;
  }
}
