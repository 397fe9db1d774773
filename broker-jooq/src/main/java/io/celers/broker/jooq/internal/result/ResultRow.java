package io.celers.broker.jooq.internal.result;

import io.celers.broker.internal.Text;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * A result as it is sent to the database.
 *
 * @param receipt of the delivery that it is stored with, if it is
 */
public record ResultRow(
    UUID taskId,
    @Nullable UUID receipt,
    String name,
    String status,
    @Nullable JSONB result,
    @Nullable String error,
    @Nullable String stackTrace,
    @Nullable Long runTimeMicros,
    @Nullable Long ttlMicros) {

  /** Components but the result: records print all of them. */
  @Override
  public String toString() {
    return Text.oneLine("result of " + name + " " + taskId + ", " + status);
  }
}
