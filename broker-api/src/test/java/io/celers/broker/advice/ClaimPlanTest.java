package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ClaimPlanTest {

  private static final Relation TASKS = new Relation("celers", "celers_tasks");

  @Test
  void claimHasToUseItsIndexAndNothingElse() {
    assertThat(plan(1_000, true, false).severity()).isEqualTo(Severity.OK);
    assertThat(plan(1_000, false, false).severity()).isEqualTo(Severity.WARNING);
    assertThat(plan(1_000, true, true).severity()).isEqualTo(Severity.WARNING);
    assertThat(plan(1_000, false, true).remedies())
        .containsExactly(new Remedy.Sql("ANALYZE \"celers\".\"celers_tasks\""));
  }

  @Test
  void smallTableMayBeReadAsAWhole() {
    assertThat(plan(0, false, true).severity()).isEqualTo(Severity.OK);
    assertThat(plan(999, false, true).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void negativeRowsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(-1, true, false));
  }

  private static Finding plan(long rows, boolean index, boolean whole) {
    return new ClaimPlan(rows, index, whole, TASKS).finding();
  }
}
