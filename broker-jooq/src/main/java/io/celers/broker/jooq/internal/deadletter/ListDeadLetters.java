package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import java.util.List;
import org.jooq.DSLContext;

/** Lists dead letters that meet criteria, out of a bounded stretch of the primary key. */
final class ListDeadLetters {

  private ListDeadLetters() {}

  // As ListTasks. Guarded by DeadLetterQueriesIT.
  static Slice<DeadLetter> execute(DSLContext db, DeadLetterQuery query, Page page) {
    KeyRange range =
        KeyRange.following(db, CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.ID, page.after());
    List<DeadLetter> letters =
        db.selectFrom(CELERS_DEAD_LETTER_QUEUE)
            .where(range.contains())
            .and(DeadLetterCondition.of(query))
            .orderBy(CELERS_DEAD_LETTER_QUEUE.ID)
            .limit(page.limit())
            .fetch(JooqDeadLetter::new);
    return range.slice(letters, DeadLetter::id, page);
  }
}
