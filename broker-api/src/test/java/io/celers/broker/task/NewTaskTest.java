package io.celers.broker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A task to be enqueued: its defaults, its bounds, and that it does not change. */
class NewTaskTest {

  private static final TaskType<String> TYPE = TaskType.of("greet", String.class);
  private static final NewTask<String> TASK = TYPE.with("secret payload");

  @Test
  void takesTheDefaultsOfItsType() {
    TaskType<String> type =
        TYPE.queue("mail")
            .priority(7)
            .maxRetries(9)
            .retryPolicy(RetryPolicy.immediate())
            .timeToLive(Duration.ofHours(1));

    NewTask<String> task = type.with("x");

    assertThat(task.type()).isSameAs(type);
    assertThat(task.name()).isEqualTo("greet");
    assertThat(task.queue()).isEqualTo("mail");
    assertThat(task.priority()).hasValue(7);
    assertThat(task.maxRetries()).isEqualTo(9);
    assertThat(task.retryPolicy()).contains(RetryPolicy.immediate());
    assertThat(task.expiry()).contains(new When.After(Duration.ofHours(1)));
  }

  @Test
  void plainTaskIsDueNowAndHasNothingElse() {
    assertThat(TASK.queue()).isEqualTo("default");
    assertThat(TASK.priority()).isEmpty();
    assertThat(TASK.maxRetries()).isEqualTo(3);
    assertThat(TASK.due()).isEqualTo(new When.After(Duration.ZERO));
    assertThat(TASK.expiry()).isEmpty();
    assertThat(TASK.retryPolicy()).isEmpty();
    assertThat(TASK.headers()).isEmpty();
    assertThat(TASK.tags()).isEmpty();
    assertThat(TASK.idempotencyKey()).isEmpty();
    assertThat(TASK.id()).isEmpty();
    assertThat(TASK.codec()).isEmpty();
  }

  static Stream<Function<NewTask<String>, NewTask<String>>> changes() {
    return Stream.of(
        task -> task.queue("q"),
        task -> task.priority(9),
        task -> task.at(Instant.EPOCH),
        task -> task.after(Duration.ofDays(1)),
        task -> task.expiresAt(Instant.EPOCH),
        task -> task.expiresAfter(Duration.ofDays(1)),
        task -> task.maxRetries(0),
        task -> task.retryPolicy(RetryPolicy.immediate()),
        task -> task.header("a", "b"),
        task -> task.tag("t"),
        task -> task.idempotencyKey("k"),
        task -> task.id(new UUID(1, 2)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void noMethodChangesTheTaskItIsCalledOn(Function<NewTask<String>, NewTask<String>> change) {
    NewTask<String> task = TYPE.with("x");

    NewTask<String> changed = change.apply(task);

    assertThat(changed).isNotSameAs(task);
    assertThat(task).usingRecursiveComparison().isEqualTo(TYPE.with("x"));
    assertThat(changed).usingRecursiveComparison().isNotEqualTo(task);
  }

  @Test
  void collectionsCannotBeChangedFromOutside() {
    NewTask<String> task = TASK.header("a", "b").tag("t");

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> task.headers().put("x", "y"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> task.tags().add("x"));
  }

  @Test
  void laterHeaderOfTheSameNameReplacesTheEarlierOne() {
    assertThat(TASK.header("a", "1").header("b", "2").header("a", "3").headers())
        .isEqualTo(Map.of("a", "3", "b", "2"));
    assertThat(TASK.tag("x").tag("x").tags()).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void priorityIsZeroToNine(int priority) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASK.priority(priority))
        .withMessage("priority must be 0..9, was " + priority);
    assertThatIllegalArgumentException().isThrownBy(() -> TYPE.priority(priority));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_000_001, Integer.MAX_VALUE})
  void retriesAreZeroToAMillion(int retries) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASK.maxRetries(retries))
        .withMessage("maxRetries must be 0..1000000, was " + retries);
    assertThatIllegalArgumentException().isThrownBy(() -> TYPE.maxRetries(retries));
  }

  @Test
  void delaysRunFromZeroToTenYears() {
    assertThat(TASK.after(Limits.LONGEST_DURATION).due())
        .isEqualTo(new When.After(Limits.LONGEST_DURATION));
    assertThat(TASK.after(Duration.ofSeconds(Long.MIN_VALUE)).due())
        .isEqualTo(new When.After(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASK.after(Limits.LONGEST_DURATION.plusNanos(1)))
        .withMessage("delay must be at most PT87648H, was PT87648H0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASK.after(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void momentsLieInYearsOneTo9999() {
    assertThat(TASK.at(Instant.parse("0001-01-01T00:00:00Z")).due()).isNotNull();
    assertThat(TASK.at(Instant.parse("9999-12-31T23:59:59.999999Z")).due()).isNotNull();
    for (Instant wrong :
        new Instant[] {
          Instant.MIN,
          Instant.MAX,
          Instant.parse("0000-12-31T23:59:59.999999999Z"),
          Instant.parse("9999-12-31T23:59:59.9999991Z")
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TASK.at(wrong))
          .withMessageStartingWith("due time must be between 0001-01-01T00:00:00Z and 9999-12-31");
      assertThatIllegalArgumentException().isThrownBy(() -> TASK.expiresAt(wrong));
    }
  }

  @Test
  void timeToLiveIsAboveZero() {
    for (Duration wrong :
        new Duration[] {
          Duration.ZERO, Duration.ofNanos(-1), Limits.LONGEST_DURATION.plusNanos(1)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TASK.expiresAfter(wrong))
          .withMessage("timeToLive must be above zero and at most PT87648H, was " + wrong);
      assertThatIllegalArgumentException().isThrownBy(() -> TYPE.timeToLive(wrong));
      assertThatIllegalArgumentException().isThrownBy(() -> TASK.idempotencyKey("k", wrong));
    }
  }

  @Test
  void headersAreBounded() {
    assertThatIllegalArgumentException().isThrownBy(() -> TASK.header("", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> TASK.header("a\0", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> TASK.header("a", "\uD83D"));
    assertThatIllegalArgumentException().isThrownBy(() -> TASK.header("n".repeat(256), "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASK.header("a", "x".repeat(4_097)))
        .withMessage("value of header a must have at most 4096 bytes of UTF-8, has 4097");
    assertThat(TASK.header("a", "x".repeat(4_096)).header("b", "").headers()).hasSize(2);
  }

  @Test
  void sixtyFourHeadersAndThirtyTwoTagsAreTheMost() {
    NewTask<String> full = TASK;
    for (int i = 0; i < Limits.HEADERS; i++) {
      full = full.header("h" + i, "v");
    }
    for (int i = 0; i < Limits.TAGS; i++) {
      full = full.tag("t" + i);
    }
    NewTask<String> task = full;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.header("one more", "v"))
        .withMessage("number of headers must be 0..64, was 65");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.tag("one more"))
        .withMessage("number of tags must be 0..32, was 33");
    assertThat(task.header("h0", "again").tag("t0").headers()).hasSize(64);
  }

  @Test
  void headersAndTagsTogetherAreBounded() {
    NewTask<String> full = TASK;
    for (int i = 0; i < 8; i++) {
      full = full.header("h" + i, "€".repeat(1_364)); // 2 + 4,092 bytes
    }
    NewTask<String> task = full.tag("t".repeat(16)); // 32,768 in all

    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.tag("x"))
        .withMessage("bytes of headers and tags must be 0..32768, was 32769");
  }

  @Test
  void idempotencyKeyLivesForADayUnlessItIsTold() {
    assertThat(TASK.idempotencyKey("k").idempotencyKey())
        .contains(new IdempotencyKey("k", Duration.ofDays(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> TASK.idempotencyKey(""));
    assertThatIllegalArgumentException().isThrownBy(() -> TASK.idempotencyKey("k".repeat(256)));
  }

  @Test
  void textNamesTaskAndQueueAndNoSecrets() {
    assertThat(TASK.header("token", "hidden").idempotencyKey("key").toString())
        .isEqualTo("task greet for queue default");
  }

  @Test
  @SuppressWarnings("NullAway")
  void payloadMustBeThere() {
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> TYPE.with(null))
        .withMessage("payload");
  }
}
