package io.celers.broker.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.task.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskResultTest {

  private static final UUID ID = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final TaskResult RESULT = TaskResult.of(ID, "mail", ResultStatus.SUCCESS);

  @Test
  void everyChangeIsANewResult() {
    TaskResult changed = RESULT.json("1").error("e").stackTrace("s").runTime(Duration.ZERO);

    assertThat(RESULT.json()).isEmpty();
    assertThat(RESULT.error()).isEmpty();
    assertThat(changed.timeToLive(Duration.ofDays(1)).json()).contains("1");
    assertThat(changed.timeToLive()).isEmpty();
  }

  @Test
  void jsonAndValueReplaceEachOther() {
    assertThat(RESULT.json("1").value(2).json()).isEmpty();
    assertThat(RESULT.value(2).json("1").value()).isEmpty();
  }

  @Test
  void textsAreCleanedAndCut() {
    TaskResult result =
        RESULT.error("a\0b\ud83d" + "ü".repeat(40_000)).stackTrace("ü".repeat(40_000));

    assertThat(result.error().orElseThrow()).startsWith("a\ufffdb\ufffdü");
    assertThat(bytes(result.error().orElseThrow()))
        .isBetween(Limits.ERROR_BYTES - 3, Limits.ERROR_BYTES);
    assertThat(bytes(result.stackTrace().orElseThrow())).isEqualTo(Limits.STACK_TRACE_BYTES);
  }

  @Test
  void exceptionGivesTextAndStackTrace() {
    TaskResult result = RESULT.thrown(new IllegalStateException("no", new RuntimeException("why")));

    assertThat(result.error()).contains("java.lang.IllegalStateException: no");
    assertThat(result.stackTrace().orElseThrow())
        .contains("TaskResultTest", "Caused by: java.lang.RuntimeException: why");
  }

  @Test
  void nulAndLoneSurrogatesOfAnExceptionAreReplacedInBothTexts() {
    TaskResult result =
        RESULT.thrown(new IllegalStateException("a\0b", new RuntimeException("c\0\ud83d")));

    assertThat(result.error()).contains("java.lang.IllegalStateException: a\ufffdb");
    assertThat(result.stackTrace().orElseThrow())
        .contains("IllegalStateException: a\ufffdb", "Caused by", "c\ufffd\ufffd")
        .doesNotContain("\0", "\ud83d");
  }

  @Test
  void causesInACircleEnd() {
    IllegalStateException first = new IllegalStateException("no");
    first.initCause(new RuntimeException("why", first));

    assertThat(RESULT.thrown(first).stackTrace().orElseThrow()).contains("CIRCULAR REFERENCE");
  }

  @Test
  void wrongValuesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskResult.of(ID, "", ResultStatus.SUCCESS))
        .withMessageContaining("1..255");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RESULT.runTime(Duration.ofNanos(-1)))
        .withMessage("run time must be from zero to PT87648H, was PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RESULT.runTime(Limits.LONGEST_DURATION.plusNanos(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> RESULT.timeToLive(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> RESULT.json("{"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RESULT.json('"' + "x".repeat(Limits.RESULT_BYTES) + '"'));
  }

  @Test
  void successFailureAndRevokedAreFinal() {
    assertThat(ResultStatus.values())
        .filteredOn(ResultStatus::isFinal)
        .containsExactly(ResultStatus.SUCCESS, ResultStatus.FAILURE, ResultStatus.REVOKED);
  }

  @Test
  void toStringTellsNothingOfTheValue() {
    assertThat(RESULT.json("\"secret\"").error("secret").value("secret"))
        .hasToString("result of mail 01890000-0000-7000-8000-000000000001, SUCCESS");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
