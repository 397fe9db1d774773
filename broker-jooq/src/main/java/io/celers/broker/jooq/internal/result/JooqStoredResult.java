package io.celers.broker.jooq.internal.result;

import io.celers.broker.generated.tables.records.CelersTaskResultsRecord;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jooq.JSONB;

/** A result as its row tells it. */
final class JooqStoredResult implements StoredResult {

  private final CelersTaskResultsRecord row;

  JooqStoredResult(CelersTaskResultsRecord row) {
    this.row = row;
  }

  @Override
  public UUID taskId() {
    return row.getTaskId();
  }

  @Override
  public String name() {
    return row.getTaskName();
  }

  @Override
  public ResultStatus status() {
    return ResultStatus.valueOf(row.getStatus().getLiteral());
  }

  @Override
  public Optional<String> json() {
    return Optional.ofNullable(row.getResult()).map(JSONB::data);
  }

  @Override
  public Optional<String> error() {
    return Optional.ofNullable(row.getErrorMessage());
  }

  @Override
  public Optional<String> stackTrace() {
    return Optional.ofNullable(row.getStackTrace());
  }

  @Override
  public Optional<Duration> runTime() {
    return Optional.ofNullable(row.getRunTimeMicros())
        .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
  }

  @Override
  public Instant createdAt() {
    return row.getCreatedAt().toInstant();
  }

  @Override
  public Optional<Instant> expiresAt() {
    return Times.instant(row.getExpiresAt());
  }

  /** Task and status; never what the task returned, nor how it failed. */
  @Override
  public String toString() {
    return Text.oneLine("result of " + name() + " " + taskId() + ", " + status());
  }
}
