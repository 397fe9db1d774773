package io.celers.broker.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recommendation allows, and what it forbids. */
class TraceContextTest {

  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void partsAreRead() {
    TraceContext context = new TraceContext(PARENT, Optional.empty());

    assertThat(context.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(context.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(context.sampled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be-like",
        "fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-"
      })
  void contextIsTaken(String parent) {
    assertThat(TraceContext.from(Map.of("traceparent", parent)))
        .map(TraceContext::traceparent)
        .contains(parent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
        "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
      })
  void contextIsNone(String parent) {
    assertThat(TraceContext.from(Map.of("traceparent", parent))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TraceContext(parent, Optional.empty()))
        .withMessageContaining(parent);
  }

  @Test
  void headersWithoutAParentCarryNone() {
    assertThat(TraceContext.from(Map.of("tracestate", "congo=t61rcWkgMzE"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "congo=t61rcWkgMzE",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
        "rojo=1 ,\t congo=2,",
        "fw529a3039@dt=FfAAAAAB",
        "a=b c"
      })
  void stateIsKept(String state) {
    Map<String, String> headers = Map.of("traceparent", PARENT, "tracestate", state);

    assertThat(TraceContext.from(headers)).map(TraceContext::headers).contains(headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "congo", "=1", "UPPER=1", "a=b=c", "a=", "a=\u00e9", "a=b\nc"})
  void stateThatBreaksTheRulesIsLeftOut(String state) {
    TraceContext context = new TraceContext(PARENT, Optional.of(state));

    assertThat(context.headers()).isEqualTo(Map.of("traceparent", PARENT));
  }

  @Test
  void stateOfMoreThan32MembersIsLeftOut() {
    assertThat(new TraceContext(PARENT, Optional.of("a=1,".repeat(32))).tracestate()).isPresent();
    assertThat(new TraceContext(PARENT, Optional.of("a=1,".repeat(33))).tracestate()).isEmpty();
    assertThat(new TraceContext(PARENT, Optional.of("a=1,\n")).tracestate()).isEmpty();
  }
}
