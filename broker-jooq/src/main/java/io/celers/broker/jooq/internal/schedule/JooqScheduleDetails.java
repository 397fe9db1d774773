package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.generated.tables.records.CelersSchedulesRecord;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.ScheduleDetails;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A row, read. */
record JooqScheduleDetails(CelersSchedulesRecord row) implements ScheduleDetails {

  @Override
  public String name() {
    return row.getName();
  }

  @Override
  public String expression() {
    return row.getExpression();
  }

  @Override
  public Optional<String> zone() {
    return Optional.ofNullable(row.getZone());
  }

  @Override
  public MissedTicks missed() {
    return MissedTicks.parse(row.getMissedTicks());
  }

  @Override
  public String queue() {
    return row.getQueue();
  }

  @Override
  public String taskName() {
    return row.getTaskName();
  }

  @Override
  public OptionalInt priority() {
    return row.getPriority() == null ? OptionalInt.empty() : OptionalInt.of(row.getPriority());
  }

  @Override
  public int maxRetries() {
    return row.getMaxRetries();
  }

  @Override
  public Instant nextAt() {
    return row.getNextAt().toInstant();
  }

  @Override
  public Optional<Instant> lastAt() {
    return Times.instant(row.getLastAt());
  }

  @Override
  public Optional<Instant> pausedAt() {
    return Times.instant(row.getPausedAt());
  }

  @Override
  public Instant createdAt() {
    return row.getCreatedAt().toInstant();
  }

  /** Never the headers of the tasks. */
  @Override
  public String toString() {
    return "schedule "
        + Text.oneLine(name())
        + ", "
        + expression()
        + zone().map(zone -> " in " + zone).orElse("");
  }
}
