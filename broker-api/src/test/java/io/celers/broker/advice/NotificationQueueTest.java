package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NotificationQueueTest {

  @Test
  void severityFollowsTheUsage() {
    assertThat(severity(0)).isEqualTo(Severity.OK);
    assertThat(severity(0.499)).isEqualTo(Severity.OK);
    assertThat(severity(0.5)).isEqualTo(Severity.WARNING);
    assertThat(severity(0.9)).isEqualTo(Severity.CRITICAL);
    assertThat(severity(1)).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void sharesAreZeroToOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NotificationQueue(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new NotificationQueue(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new NotificationQueue(Double.NaN));
  }

  private static Severity severity(double usage) {
    return new NotificationQueue(usage).finding().severity();
  }
}
