package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidIndexTest {

  @ParameterizedTest
  @ValueSource(strings = {"tasks_idx_ccnew", "tasks_idx_ccnew1", "tasks_idx_ccold", "i_ccold12"})
  void remnantIsDropped(String name) {
    assertThat(finding(name).remedies())
        .containsExactly(new Remedy.Sql("DROP INDEX CONCURRENTLY \"celers\".\"" + name + "\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks_idx", "tasks_ccnew_idx", "tasks_cc"})
  void otherIsBuiltAgain(String name) {
    assertThat(finding(name).remedies())
        .containsExactly(new Remedy.Sql("REINDEX INDEX CONCURRENTLY \"celers\".\"" + name + "\""));
  }

  @Test
  void isWarnedOfByName() {
    assertThat(finding("tasks_idx").severity()).isEqualTo(Severity.WARNING);
    assertThat(finding("tasks_idx").subject()).isEqualTo("index tasks_idx");
  }

  private static Finding finding(String name) {
    return new InvalidIndex(new Relation("celers", name)).finding();
  }
}
