package io.celers.broker.jooq.internal.metrics;

import static io.celers.broker.generated.Routines.celersWriter;

import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Asks which transaction or savepoint inserted a task: the current one, if any did just now. */
final class FindWriter {

  private FindWriter() {}

  // By the primary key. A statement of its own: RETURNING of the insert cannot see the row's xmin
  // without naming a system column, which code generation leaves out. Guarded by EnqueuedTotalsIT.
  static Optional<Long> execute(DSLContext db, UUID task) {
    return Optional.ofNullable(db.select(celersWriter(task)).fetchSingle().value1());
  }
}
