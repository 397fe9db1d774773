package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;

import io.celers.broker.DeadLetters;
import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.jooq.internal.sql.Database;
import java.util.Optional;
import java.util.UUID;

/** Dead letters on one connection. */
public final class JooqDeadLetters implements DeadLetters {

  private final Database database;

  /** On this connection. */
  public JooqDeadLetters(Database database) {
    this.database = database;
  }

  @Override
  public Optional<DeadLetter> find(UUID id) {
    return database.run(
        "find dead letter",
        db ->
            db.selectFrom(CELERS_DEAD_LETTER_QUEUE)
                .where(CELERS_DEAD_LETTER_QUEUE.ID.eq(id))
                .fetchOptional()
                .map(JooqDeadLetter::new));
  }

  @Override
  public boolean requeue(UUID id) {
    return database.run("requeue", db -> RequeueDeadLetter.execute(db, id));
  }
}
