package io.celers.broker.jooq.internal.settle;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.task.Limits;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A rejection as it is sent to the database.
 *
 * @param word what the holder wants
 * @param delayMicros until the next attempt, if there is one
 * @param error cleaned of what the database cannot store
 */
record Verdict(String word, long delayMicros, String error) {

  static final String RETRY = "retry";
  static final String DEAD_LETTER = "dead_letter";
  static final String DISCARD = "discard";
  static final String CANCEL = "cancel";

  /** Finds the delay: said with the rejection, or by its, the task's or the broker's policy. */
  static Verdict of(
      Delivery delivery, Rejection rejection, RetryPolicy standard, RandomGenerator random) {
    String error = Text.clean(rejection.error(), Limits.ERROR_BYTES);
    if (rejection instanceof Rejection.Retry retry) {
      RetryPolicy policy = retry.policy().orElseGet(() -> delivery.retryPolicy().orElse(standard));
      Duration delay =
          retry.delay().orElseGet(() -> policy.delay(delivery.retryCount() + 1, random));
      return new Verdict(RETRY, Times.micros(delay), error);
    }
    if (rejection instanceof Rejection.Cancel) {
      return new Verdict(CANCEL, 0, Text.clean(rejection.error(), Limits.REASON_BYTES));
    }
    return new Verdict(rejection instanceof Rejection.DeadLetter ? DEAD_LETTER : DISCARD, 0, error);
  }
}
