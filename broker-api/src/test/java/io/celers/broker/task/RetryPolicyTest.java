package io.celers.broker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formulas of the retry policies, at their edges. */
class RetryPolicyTest {

  private static final Duration TEN_YEARS = Limits.LONGEST_DURATION;

  /** The generator of a policy that must not ask for chance. */
  private static final RandomGenerator NO_CHANCE =
      () -> {
        throw new AssertionError("this policy has no jitter");
      };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 63, 64, 1_000, 1_000_000, Integer.MAX_VALUE})
  void immediateNeverWaits(int retry) {
    assertThat(RetryPolicy.immediate().delay(retry, NO_CHANCE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_000_000, Integer.MAX_VALUE})
  void fixedAlwaysWaitsTheSame(int retry) {
    RetryPolicy policy = RetryPolicy.fixed(Duration.ofSeconds(7));

    assertThat(policy.delay(retry, NO_CHANCE)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void linearGrowsByItsStepUpToItsMaximum() {
    RetryPolicy policy = RetryPolicy.linear(Duration.ofSeconds(10), Duration.ofSeconds(35));

    assertThat(IntStream.rangeClosed(1, 5).mapToObj(retry -> policy.delay(retry, NO_CHANCE)))
        .containsExactly(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(35),
            Duration.ofSeconds(35));
  }

  @Test
  void exponentialDoublesUpToItsMaximum() {
    RetryPolicy policy = RetryPolicy.exponential(Duration.ofSeconds(1), Duration.ofSeconds(10));

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(retry -> policy.delay(retry, NO_CHANCE)))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
  }

  @Test
  void multiplierOfOneStaysAtTheInitialWait() {
    RetryPolicy policy = new RetryPolicy.Exponential(Duration.ofSeconds(3), 1, TEN_YEARS);

    assertThat(policy.delay(1_000_000, NO_CHANCE)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void fractionalMultiplierFollowsTheFormula() {
    RetryPolicy policy = new RetryPolicy.Exponential(Duration.ofSeconds(8), 1.5, TEN_YEARS);

    assertThat(policy.delay(3, NO_CHANCE)).isEqualTo(Duration.ofSeconds(18));
  }

  @ParameterizedTest
  @MethodSource("growingPolicies")
  void noNumberOfRetriesOverflowsOrShortensTheWait(RetryPolicy policy) {
    Duration last = Duration.ZERO;
    for (int retry : new int[] {1, 2, 10, 53, 63, 64, 65, 1_023, 1_024, 1_025, 1_000_000}) {
      Duration delay = policy.delay(retry, NO_CHANCE);

      assertThat(delay).isBetween(last, TEN_YEARS);
      last = delay;
    }
    assertThat(policy.delay(Integer.MAX_VALUE, NO_CHANCE)).isBetween(last, TEN_YEARS);
  }

  static Stream<RetryPolicy> growingPolicies() {
    return Stream.of(
        RetryPolicy.linear(Duration.ofMillis(1), TEN_YEARS),
        RetryPolicy.linear(TEN_YEARS, TEN_YEARS),
        RetryPolicy.exponential(Duration.ofMillis(1), TEN_YEARS),
        RetryPolicy.exponential(TEN_YEARS, TEN_YEARS),
        new RetryPolicy.Exponential(Duration.ofMillis(1), 100, TEN_YEARS),
        new RetryPolicy.Exponential(Duration.ofNanos(1_000_001), 1.000001, TEN_YEARS));
  }

  @Test
  void everyPolicyEndsAtItsMaximumAfterAMillionRetries() {
    RetryPolicy policy = RetryPolicy.exponential(Duration.ofMillis(1), TEN_YEARS);

    assertThat(policy.delay(1_000_000, NO_CHANCE)).isEqualTo(TEN_YEARS);
  }

  @Test
  void jitterStaysBetweenHalfTheWaitAndTheWait() {
    RetryPolicy policy =
        RetryPolicy.exponentialWithJitter(Duration.ofSeconds(1), Duration.ofHours(1));
    Random random = new Random(42);

    for (int retry = 1; retry <= 100; retry++) {
      Duration full =
          RetryPolicy.exponential(Duration.ofSeconds(1), Duration.ofHours(1))
              .delay(retry, NO_CHANCE);
      for (int i = 0; i < 100; i++) {
        assertThat(policy.delay(retry, random)).isBetween(full.dividedBy(2), full);
      }
    }
  }

  @Test
  void jitterSpreadsOverItsWholeRange() {
    RetryPolicy policy =
        new RetryPolicy.ExponentialWithJitter(
            Duration.ofSeconds(100), 2, Duration.ofSeconds(100), 1);
    Random random = new Random(42);

    long[] tenths = new long[10];
    for (int i = 0; i < 10_000; i++) {
      tenths[(int) Math.min(policy.delay(1, random).toSeconds() / 10, 9)]++;
    }

    assertThat(Arrays.stream(tenths)).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void jitterIsWhatTheFormulaSays() {
    RetryPolicy policy =
        new RetryPolicy.ExponentialWithJitter(Duration.ofSeconds(8), 2, TEN_YEARS, 0.25);
    RandomGenerator half = () -> 1L << 63;

    assertThat(half.nextDouble()).isEqualTo(0.5);
    assertThat(policy.delay(2, half)).isEqualTo(Duration.ofSeconds(14));
  }

  @Test
  void jitterOfZeroIsNone() {
    RetryPolicy policy =
        new RetryPolicy.ExponentialWithJitter(Duration.ofSeconds(8), 2, TEN_YEARS, 0);

    assertThat(policy.delay(3, new Random(1))).isEqualTo(Duration.ofSeconds(32));
  }

  @Test
  void defaultIsOneSecondDoubledUpToAnHourWithHalfJitter() {
    assertThat(RetryPolicy.DEFAULT)
        .isEqualTo(
            new RetryPolicy.ExponentialWithJitter(
                Duration.ofSeconds(1), 2, Duration.ofHours(1), 0.5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void retriesCountFromOne(int retry) {
    allKinds()
        .forEach(
            policy ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> policy.delay(retry, new Random(1)))
                    .withMessage("retry must be 1..2147483647, was " + retry));
  }

  @Test
  void wrongRangesAreRefusedWithValueAndRange() {
    Duration second = Duration.ofSeconds(1);
    Duration tooLong = TEN_YEARS.plusNanos(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.fixed(second.negated()))
        .withMessage("delay must be PT0S..PT87648H, was PT-1S");
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.fixed(tooLong));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.fixed(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.linear(Duration.ZERO, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.linear(second, Duration.ofMillis(999)))
        .withMessageContaining("max must be PT1S..PT87648H, was PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.exponential(Duration.ofNanos(999_999), second));
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.exponential(second, tooLong));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.999, 100.001, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void wrongMultipliersAreRefused(double multiplier) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RetryPolicy.Exponential(
                    Duration.ofSeconds(1), multiplier, Duration.ofSeconds(2)))
        .withMessage("multiplier must be 1.0..100.0, was " + multiplier);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.NEGATIVE_INFINITY})
  void wrongJittersAreRefused(double jitter) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RetryPolicy.ExponentialWithJitter(
                    Duration.ofSeconds(1), 2, Duration.ofSeconds(2), jitter))
        .withMessage("jitter must be 0.0..1.0, was " + jitter);
  }

  static Stream<RetryPolicy> allKinds() {
    return Stream.of(
        RetryPolicy.immediate(),
        RetryPolicy.fixed(Duration.ZERO),
        RetryPolicy.fixed(Duration.ofNanos(1)),
        RetryPolicy.fixed(TEN_YEARS),
        RetryPolicy.linear(Duration.ofMillis(1), TEN_YEARS),
        RetryPolicy.exponential(Duration.ofMillis(1_500), Duration.ofDays(1)),
        new RetryPolicy.Exponential(Duration.ofMillis(1), 1.1, TEN_YEARS),
        RetryPolicy.DEFAULT,
        new RetryPolicy.ExponentialWithJitter(
            TEN_YEARS.minusNanos(1), 99.99999999999999, TEN_YEARS, Double.MIN_VALUE));
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void textFormIsReadBackAsTheSamePolicy(RetryPolicy policy) {
    assertThat(RetryPolicy.parse(policy.toString())).isEqualTo(policy);
    assertThat(policy.toString().length()).isLessThanOrEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "IMMEDIATE",
        "immediate ",
        "immediate delay=PT1S",
        "fixed",
        "fixed delay",
        "fixed delay=PT1S delay=PT1S",
        "fixed delay=",
        "fixed delay=1",
        "fixed delay=PT-1S",
        "fixed delay=PT1S step=PT1S",
        "fixed  delay=PT1S",
        "fixed =PT1S",
        "linear step=PT1S",
        "exponential initial=PT1S multiplier=two max=PT2S",
        "exponential initial=PT1S multiplier=NaN max=PT2S",
        "exponential-jitter initial=PT1S multiplier=2.0 max=PT2S",
        "exponential-jitter initial=PT1S multiplier=2.0 max=PT2S jitter=2"
      })
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.parse(text));
  }
}
