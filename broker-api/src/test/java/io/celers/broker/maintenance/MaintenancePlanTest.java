package io.celers.broker.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.query.DeadLetterQuery;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MaintenancePlanTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void defaultDoesEveryJob() {
    for (MaintenanceJob job : MaintenanceJob.values()) {
      assertThat(MaintenancePlan.DEFAULT.interval(job)).as(job.name()).isPresent();
    }
  }

  @Test
  void jobsAreAddedAndLeftOut() {
    MaintenancePlan plan =
        MaintenancePlan.nothing()
            .every(MINUTE, MaintenanceJob.REAP)
            .every(MINUTE, MaintenanceJob.ANALYZE)
            .without(MaintenanceJob.ANALYZE);

    assertThat(plan.interval(MaintenanceJob.REAP)).contains(MINUTE);
    assertThat(plan.interval(MaintenanceJob.ANALYZE)).isEmpty();
    assertThat(plan).isEqualTo(MaintenancePlan.nothing().every(MINUTE, MaintenanceJob.REAP));
    assertThat(plan)
        .hasSameHashCodeAs(MaintenancePlan.nothing().every(MINUTE, MaintenanceJob.REAP));
    assertThat(MaintenancePlan.nothing().interval(MaintenanceJob.REAP)).isEmpty();
  }

  @Test
  void settingsAreKept() {
    RetentionPolicy policy = RetentionPolicy.after(MINUTE).deleting();

    MaintenancePlan plan =
        MaintenancePlan.DEFAULT
            .retention(policy)
            .deadAfter(MINUTE)
            .keepHistory(MINUTE)
            .lookEvery(MINUTE);

    assertThat(plan.retention()).isEqualTo(policy);
    assertThat(plan.deadAfter()).isEqualTo(MINUTE);
    assertThat(plan.keepHistory()).isEqualTo(MINUTE);
    assertThat(plan.lookEvery()).isEqualTo(MINUTE);
    assertThat(plan).isNotEqualTo(MaintenancePlan.DEFAULT);
    assertThat(plan.toString()).contains("REAP=PT30S", "workers dead after PT1M");
  }

  @Test
  void requeueIsOffUntilThereIsAPolicy() {
    DeadLetterQuery mails = DeadLetterQuery.all().names("mail");
    RequeuePolicy policy = RequeuePolicy.of(mails).maxRequeues(2).perRun(10);

    MaintenancePlan plan = MaintenancePlan.DEFAULT.requeueDeadLetters(policy);

    assertThat(MaintenancePlan.DEFAULT.requeueDeadLetters()).isEmpty();
    assertThat(plan.requeueDeadLetters()).contains(policy);
    assertThat(plan).isNotEqualTo(MaintenancePlan.DEFAULT);
    assertThat(plan)
        .isEqualTo(
            MaintenancePlan.DEFAULT.requeueDeadLetters(
                RequeuePolicy.of(DeadLetterQuery.all().names("mail")).maxRequeues(2).perRun(10)));
  }

  @Test
  void durationsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaintenancePlan.DEFAULT.every(Duration.ZERO, MaintenanceJob.REAP))
        .withMessageStartingWith("interval must be above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaintenancePlan.DEFAULT.deadAfter(MINUTE.negated()))
        .withMessageStartingWith("deadAfter must be above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaintenancePlan.DEFAULT.keepHistory(Duration.ZERO))
        .withMessageStartingWith("keepHistory must be above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaintenancePlan.DEFAULT.lookEvery(Duration.ZERO))
        .withMessageStartingWith("lookEvery must be above zero");
  }
}
