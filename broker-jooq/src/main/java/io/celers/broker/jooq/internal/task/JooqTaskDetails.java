package io.celers.broker.jooq.internal.task;

import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.StoredTaskRow;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskState;
import java.time.Instant;
import java.util.Optional;

/** A task as its row tells it; the payload was not read. */
final class JooqTaskDetails extends StoredTaskRow implements TaskDetails {

  JooqTaskDetails(CelersTasksRecord row) {
    super(row);
  }

  @Override
  public TaskState state() {
    return States.parse(row().getState());
  }

  @Override
  public Optional<Instant> visibleAt() {
    return Times.instant(row().getVisibleAt());
  }

  @Override
  public Optional<Instant> startedAt() {
    return Times.instant(row().getStartedAt());
  }

  @Override
  public Optional<Instant> completedAt() {
    return Times.instant(row().getCompletedAt());
  }

  @Override
  public Optional<String> workerId() {
    return Optional.ofNullable(row().getWorkerId());
  }

  @Override
  public Optional<String> error() {
    return Optional.ofNullable(row().getErrorMessage());
  }

  @Override
  public Optional<String> cancelReason() {
    return Optional.ofNullable(row().getCancelReason());
  }

  /** Never a header, the error or the reason. */
  @Override
  public String toString() {
    return Text.oneLine(
        "task %s (%s, queue %s, %s)".formatted(id(), name(), queue(), row().getState()));
  }
}
