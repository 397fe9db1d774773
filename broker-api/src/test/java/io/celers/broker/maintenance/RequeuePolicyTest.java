package io.celers.broker.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequeuePolicyTest {

  private static final RequeuePolicy POLICY = RequeuePolicy.of(DeadLetterQuery.all());

  @Test
  void defaultWaitsOneTwoAndFourHours() {
    assertThat(POLICY.maxRequeues()).isEqualTo(3);
    assertThat(POLICY.waitBefore(1)).isEqualTo(Duration.ofHours(1));
    assertThat(POLICY.waitBefore(2)).isEqualTo(Duration.ofHours(2));
    assertThat(POLICY.waitBefore(3)).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void waitIsThatWithoutChance() {
    Duration hour = Duration.ofHours(1);
    RequeuePolicy policy = POLICY.backOff(new RetryPolicy.ExponentialWithJitter(hour, 1, hour, 1));

    assertThat(policy.waitBefore(1)).isEqualTo(hour);
  }

  @Test
  void rangesAreChecked() {
    assertThat(POLICY.maxRequeues(1).maxRequeues(RequeuePolicy.MAX_REQUEUES)).isNotNull();
    assertThat(POLICY.perRun(1).perRun(RequeuePolicy.MAX_PER_RUN)).isNotNull();
    assertThatIllegalArgumentException().isThrownBy(() -> POLICY.maxRequeues(0));
    assertThatIllegalArgumentException().isThrownBy(() -> POLICY.maxRequeues(101));
    assertThatIllegalArgumentException().isThrownBy(() -> POLICY.perRun(0));
    assertThatIllegalArgumentException().isThrownBy(() -> POLICY.perRun(1_000_001));
    assertThatIllegalArgumentException().isThrownBy(() -> POLICY.waitBefore(0));
  }
}
