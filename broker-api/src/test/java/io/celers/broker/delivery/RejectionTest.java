package io.celers.broker.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.task.Limits;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a holder may say of a task it could not do. */
class RejectionTest {

  @Test
  void retryOfAnExceptionSaysItsClassAndMessage() {
    assertThat(Rejection.retry(new IllegalStateException("no ink")).error())
        .isEqualTo("java.lang.IllegalStateException: no ink");
  }

  @Test
  void delayAndPolicyReplaceEachOther() {
    Rejection.Retry retry = Rejection.retry("x");
    Duration minute = Duration.ofMinutes(1);

    assertThat(retry.after(minute).delay()).contains(minute);
    assertThat(retry.after(minute).with(RetryPolicy.immediate()))
        .isEqualTo(
            new Rejection.Retry("x", Optional.empty(), Optional.of(RetryPolicy.immediate())));
    assertThat(retry.with(RetryPolicy.immediate()).after(minute).policy()).isEmpty();
  }

  @Test
  void delaysRunFromZeroToTenYears() {
    Rejection.Retry retry = Rejection.retry("x");

    assertThat(retry.after(Duration.ZERO).delay()).contains(Duration.ZERO);
    assertThat(retry.after(Limits.LONGEST_DURATION).delay()).contains(Limits.LONGEST_DURATION);
    assertThatIllegalArgumentException().isThrownBy(() -> retry.after(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> retry.after(Limits.LONGEST_DURATION.plusNanos(1)));
  }
}
