package io.celers.broker.examples.benchmark.queue;

import java.util.function.LongConsumer;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of each claim of the broker's, from the moment at which it is sent until the
 * server has answered; those that find nothing are claims as well. Safe for use by many threads.
 */
public final class ClaimTimer implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private static final String BEGAN = ClaimTimer.class.getName();

  private transient volatile LongConsumer told = nanos -> {};

  /** Tells them from now on. */
  public void tell(LongConsumer nanos) {
    told = nanos;
  }

  @Override
  public void executeStart(ExecuteContext context) {
    if (isClaim(context.sql())) {
      context.data(BEGAN, System.nanoTime());
    }
  }

  @Override
  public void executeEnd(ExecuteContext context) {
    if (context.data(BEGAN) instanceof Long began) {
      told.accept(System.nanoTime() - began);
    }
  }

  /** Of all that the broker sends only claims begin so. */
  private static boolean isClaim(@Nullable String sql) {
    return sql != null && sql.startsWith("with \"due\"") && sql.contains("\"claimed\"");
  }
}
