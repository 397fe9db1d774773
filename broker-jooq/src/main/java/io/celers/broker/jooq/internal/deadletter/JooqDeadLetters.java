package io.celers.broker.jooq.internal.deadletter;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;

import io.celers.broker.DeadLetters;
import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.KeyRange;
import io.celers.broker.jooq.internal.transfer.DeadLetterKind;
import io.celers.broker.jooq.internal.transfer.ExportRows;
import io.celers.broker.jooq.internal.transfer.ImportRows;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterDimension;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.transfer.Exported;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;

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
  public Slice<DeadLetter> list(DeadLetterQuery query, Page page) {
    return database.run("list dead letters", db -> ListDeadLetters.execute(db, query, page));
  }

  @Override
  public long count(DeadLetterQuery query) {
    return database.run("count dead letters", db -> CountDeadLetters.execute(db, query));
  }

  @Override
  public Map<String, Long> countBy(DeadLetterDimension dimension, DeadLetterQuery query) {
    return database.run("count dead letters", db -> CountDeadLetters.execute(db, dimension, query));
  }

  @Override
  public boolean requeue(UUID id) {
    return one(database.run("requeue", db -> RequeueDeadLetters.execute(db, isIt(id), 1)));
  }

  @Override
  public Bulk requeueAll(DeadLetterQuery query, Page page) {
    return step("requeue dead letters", RequeueDeadLetters::execute, query, page);
  }

  @Override
  public boolean purge(UUID id) {
    return one(database.run("purge", db -> PurgeDeadLetters.execute(db, isIt(id), 1)));
  }

  @Override
  public Bulk purgeAll(DeadLetterQuery query, Page page) {
    return step("purge dead letters", PurgeDeadLetters::execute, query, page);
  }

  @Override
  public Exported export(DeadLetterQuery query, OutputStream to, Consumer<Exported> progress)
      throws IOException {
    return new ExportRows(database, new DeadLetterKind(), DeadLetterCondition.of(query))
        .to(to, progress);
  }

  @Override
  public Imported importFrom(InputStream from, Consumer<Imported> progress) throws IOException {
    return ImportRows.of(database, new DeadLetterKind(), from, progress);
  }

  /** A statement that deals with up to so many dead letters, and tells their ids. */
  private interface Verb {
    List<UUID> execute(DSLContext db, Condition which, int limit);
  }

  private Bulk step(String name, Verb verb, DeadLetterQuery query, Page page) {
    return database.run(
        name,
        db -> {
          KeyRange range =
              KeyRange.following(
                  db, CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.ID, page.after());
          Condition which = range.contains().and(DeadLetterCondition.of(query));
          return range.bulk(verb.execute(db, which, page.limit()), page);
        });
  }

  private static Condition isIt(UUID id) {
    return CELERS_DEAD_LETTER_QUEUE.ID.eq(id);
  }

  private static boolean one(List<UUID> ids) {
    return ids.size() == 1;
  }
}
