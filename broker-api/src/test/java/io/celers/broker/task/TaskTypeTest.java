package io.celers.broker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.codec.BytesCodec;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Task types: defaults, bounds, generic payloads. */
class TaskTypeTest {

  private static final TaskType<String> TYPE = TaskType.of("greet", String.class);

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(TYPE.name()).isEqualTo("greet");
    assertThat(TYPE.type()).isEqualTo(String.class);
    assertThat(TYPE.version()).isEqualTo(1);
    assertThat(TYPE.queue()).isEqualTo("default");
    assertThat(TYPE.priority()).isEmpty();
    assertThat(TYPE.maxRetries()).isEqualTo(3);
    assertThat(TYPE.codec()).isEmpty();
    assertThat(TYPE.retryPolicy()).isEmpty();
    assertThat(TYPE.timeToLive()).isEmpty();
    assertThat(TYPE).hasToString("greet v1");
  }

  @Test
  void everyMethodReturnsANewType() {
    TaskType<String> changed =
        TYPE.version(2)
            .queue("mail")
            .priority(0)
            .maxRetries(1)
            .codec(BytesCodec.INSTANCE)
            .retryPolicy(RetryPolicy.immediate())
            .timeToLive(Duration.ofDays(1));

    assertThat(TYPE).usingRecursiveComparison().isEqualTo(TaskType.of("greet", String.class));
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.queue()).isEqualTo("mail");
    assertThat(changed.priority()).hasValue(0);
    assertThat(changed.maxRetries()).isEqualTo(1);
    assertThat(changed.codec()).contains(BytesCodec.INSTANCE);
    assertThat(changed.retryPolicy()).contains(RetryPolicy.immediate());
    assertThat(changed.timeToLive()).contains(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "\uDE00"})
  void wrongNamesAreRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> TaskType.of(name, String.class));
    assertThatIllegalArgumentException().isThrownBy(() -> TYPE.queue(name));
  }

  @Test
  void namesHaveUpTo255Bytes() {
    assertThat(TaskType.of("n".repeat(255), String.class).queue("q".repeat(255))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TaskType.of("é".repeat(128), String.class))
        .withMessage("task name must have at most 255 bytes of UTF-8, has 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TYPE.queue("q".repeat(256)))
        .withMessage("queue must have at most 255 bytes of UTF-8, has 256");
  }

  @Test
  void versionsCountFromZero() {
    assertThat(TYPE.version(0).version()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TYPE.version(-1))
        .withMessage("version must be 0..2147483647, was -1");
  }

  @Test
  void bytesBringTheirOwnCodec() {
    TaskType<byte[]> type = TaskType.ofBytes("blob");

    assertThat(type.codec()).contains(BytesCodec.INSTANCE);
    assertThat(type.type()).isEqualTo(byte[].class);
  }

  @Test
  void typeReferenceKeepsGenericTypes() {
    TaskType<List<String>> type = TaskType.of("list", new TypeReference<List<String>>() {});

    assertThat(type.type()).isInstanceOf(ParameterizedType.class);
    assertThat(type.type()).hasToString("java.util.List<java.lang.String>");
  }

  @Test
  @SuppressWarnings({"rawtypes", "unchecked"})
  void typeReferenceWithoutItsArgumentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TypeReference() {})
        .withMessageStartingWith("a type reference needs its type argument");
  }
}
