package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.StoredTaskRow;
import java.time.Instant;
import java.util.Optional;

/** A dead letter as its row tells it. */
final class JooqDeadLetter extends StoredTaskRow implements DeadLetter {

  private final CelersDeadLetterQueueRecord row;

  JooqDeadLetter(CelersDeadLetterQueueRecord row) {
    super(row.into(CELERS_TASKS));
    this.row = row;
  }

  @Override
  public byte[] payload() {
    return row.getPayload();
  }

  @Override
  public Instant diedAt() {
    return row.getDiedAt().toInstant();
  }

  @Override
  public Cause cause() {
    return CauseText.parse(row.getCause());
  }

  @Override
  public int requeues() {
    return row.getRequeues();
  }

  @Override
  public Optional<String> error() {
    return Optional.ofNullable(row.getErrorMessage());
  }

  /** Never the payload, a header or the error. */
  @Override
  public String toString() {
    return Text.oneLine(
        "dead letter %s (%s, queue %s, %s)".formatted(id(), name(), queue(), cause()));
  }
}
