package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.advice.VacuumTuning.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VacuumTuningTest {

  private static final Relation TASKS = new Relation("celers", "celers_tasks");

  @Test
  void tableIsCleanedEveryHour() {
    VacuumTuning tuning =
        new VacuumTuning(TASKS, 1_000_000, Rate.perDay(100_000), Rate.perDay(50_000));

    assertThat(tuning.vacuum()).isEqualTo(trigger(1_000, "0.0010")); // 2,084 in an hour
    assertThat(tuning.vacuumInsert()).isEqualTo(trigger(1_000, "0.0990"));
    assertThat(tuning.analyze()).isEqualTo(trigger(1_000, "0.0052"));
    assertThat(tuning.vacuum().rows(1_000_000)).isEqualTo(2_000);
    assertThat(tuning.defaultInterval()).contains(Duration.ofMillis(345_686_400));
    assertThat(tuning.finding().severity()).isEqualTo(Severity.WARNING);
    assertThat(tuning.finding().remedies())
        .containsExactly(
            new Remedy.Sql(
                "ALTER TABLE \"celers\".\"celers_tasks\" SET ("
                    + "autovacuum_vacuum_threshold = 1000, "
                    + "autovacuum_vacuum_scale_factor = 0.0010, "
                    + "autovacuum_vacuum_insert_threshold = 1000, "
                    + "autovacuum_vacuum_insert_scale_factor = 0.0990, "
                    + "autovacuum_analyze_threshold = 1000, "
                    + "autovacuum_analyze_scale_factor = 0.0052)"));
  }

  @Test
  void tableWhereNothingDiesIsFine() {
    VacuumTuning tuning = new VacuumTuning(TASKS, 1_000_000, Rate.perDay(10), Rate.ZERO);

    assertThat(tuning.defaultInterval()).isEmpty();
    assertThat(tuning.finding().severity()).isEqualTo(Severity.OK);
    assertThat(tuning.finding().remedies()).isEmpty();
  }

  @Test
  void severityFollowsHowRarelyTheDefaultsCleanUp() {
    assertThat(severity(250_050)).isEqualTo(Severity.OK); // 50 + 0.2 * 1,250,000 in an hour
    assertThat(severity(250_000)).isEqualTo(Severity.INFO);
    assertThat(severity(10_419)).isEqualTo(Severity.INFO);
    assertThat(severity(10_418)).isEqualTo(Severity.WARNING);
  }

  @Test
  void whatIsSetAlreadyCounts() {
    VacuumTuning tuning =
        new VacuumTuning(TASKS, 1_000_000, Rate.ZERO, Rate.perHour(11_000), trigger(1_000, "0.01"));

    assertThat(tuning.interval()).contains(Duration.ofHours(1));
    assertThat(tuning.finding().severity()).isEqualTo(Severity.OK);
    assertThat(tuning.finding().recommendation()).startsWith("Its settings clean ");
  }

  @Test
  void fewDeadRowsAreNoTrouble() {
    assertThat(severity(41)).isEqualTo(Severity.OK); // 984 in a day
    assertThat(severity(42)).isEqualTo(Severity.WARNING);
  }

  @Test
  void emptyTableHasATrigger() {
    VacuumTuning tuning = new VacuumTuning(TASKS, 0, Rate.ZERO, Rate.ZERO);

    assertThat(tuning.vacuum()).isEqualTo(trigger(50, "0.0000"));
    assertThat(tuning.analyze()).isEqualTo(trigger(50, "0.0000"));
  }

  @Test
  void scaleFactorIsNeverAboveTheDefault() {
    VacuumTuning tuning = new VacuumTuning(TASKS, 1, Rate.perSecond(1e9), Rate.perSecond(1e9));

    assertThat(tuning.vacuum()).isEqualTo(trigger(1_000, "0.2000"));
    assertThat(tuning.vacuumInsert()).isEqualTo(trigger(1_000, "0.2000"));
    assertThat(tuning.analyze()).isEqualTo(trigger(1_000, "0.1000"));
  }

  @Test
  void nameOfATableCannotBeAnythingElse() {
    Relation hostile = new Relation("s", "t\" SET (fillfactor = 10); --");

    assertThat(new VacuumTuning(hostile, 0, Rate.ZERO, Rate.ZERO).statement().text())
        .startsWith("ALTER TABLE \"s\".\"t\"\" SET (fillfactor = 10); --\" SET (");
    assertThatIllegalArgumentException().isThrownBy(() -> new Relation("", "t"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Relation("s", "t\0"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Relation("s", "t".repeat(64)));
  }

  @Test
  void negativeRowsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VacuumTuning(TASKS, -1, Rate.ZERO, Rate.ZERO))
        .withMessage("rows must be at least 0, was -1");
  }

  private static Severity severity(double deathsPerHour) {
    return new VacuumTuning(TASKS, 1_250_000, Rate.ZERO, Rate.perHour(deathsPerHour))
        .finding()
        .severity();
  }

  private static Trigger trigger(long threshold, String scaleFactor) {
    return new Trigger(threshold, new BigDecimal(scaleFactor));
  }
}
