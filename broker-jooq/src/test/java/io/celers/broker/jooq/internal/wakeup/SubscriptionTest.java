package io.celers.broker.jooq.internal.wakeup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rings that come faster than they may be heeded. */
class SubscriptionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Subscription bell = Subscription.toNothing();

  @Test
  void ringsInVainAreHeededAtALimitedRate() throws Exception {
    int rings = 20;
    long begin = System.nanoTime();

    for (int i = 0; i < rings; i++) {
      bell.ring();
      assertThat(bell.await(PATIENCE)).isTrue();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Subscription.REST.multipliedBy(rings - 1));
  }

  @Test
  void ringDuringTheRestIsKept() throws Exception {
    bell.ring();
    assertThat(bell.await(PATIENCE)).isTrue();
    bell.ring();

    assertThat(bell.await(PATIENCE)).isTrue();
  }

  @Test
  void ringAfterAFindIsHeededAtOnce() throws Exception {
    bell.ring();
    assertThat(bell.await(PATIENCE)).isTrue();
    bell.found();
    bell.ring();

    assertThat(bell.await(Duration.ZERO)).isTrue();
  }
}
