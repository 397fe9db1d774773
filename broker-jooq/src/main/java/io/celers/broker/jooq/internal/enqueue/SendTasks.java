package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.ConstraintException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.OutcomeUnknownException;
import io.celers.broker.error.PermissionException;
import io.celers.broker.error.SchemaException;
import io.celers.broker.jooq.internal.enqueue.InsertTasksOnce.Outcome;
import io.celers.broker.jooq.internal.queue.QueueRules;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.thread.Pause;
import io.celers.broker.jooq.internal.wakeup.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Sends rows, and sends them again if the reply was lost and nobody else can find out: where the
 * statement was a transaction of the broker's own.
 *
 * <p>The rows have the ids that they were sent under before, and now go the way of rows with ids of
 * the callers': it waits for a first statement that is still under way, and looks into the dead
 * letters and the archive as well. Where finished tasks are deleted at once that would not do: a
 * task that is not found may have been done. So it is not sent again there, unless it has a key,
 * which outlives it. Where a retention was changed less than ten seconds ago, or is shorter than
 * the time below and tasks are not archived, a task could still be made twice. Guarded by
 * LostEnqueueIT and DeleteAtAckIT.
 */
final class SendTasks {

  /**
   * Until when the database is asked again: long enough for a server that restarts, short enough
   * for a caller who waits. The last try may take longer: to get a connection as long as the pool
   * lets it wait, and for the first statement if the server is still at it.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Database database;
  private final QueueRules rules;
  private final String verb;
  private final Optional<Channel> channel;

  SendTasks(Database database, QueueRules rules, String verb, Optional<Channel> channel) {
    this.database = database;
    this.rules = rules;
    this.verb = verb;
    this.channel = channel;
  }

  /**
   * Runs the statement that inserts the rows.
   *
   * @return what that said, or what became of the rows when they were sent again
   * @throws OutcomeUnknownException if the database could not be asked again
   */
  Map<UUID, Outcome> execute(
      List<TaskRow> rows, Function<DSLContext, Map<UUID, Outcome>> statement) {
    OwnTransaction transaction = new OwnTransaction();
    try {
      return transaction.run(database, verb, statement);
    } catch (ConnectionLostException e) {
      if (!transaction.isOwn()) {
        throw e;
      }
      if (rules.mayBeDeletedAtAck(
          rows.stream().filter(row -> row.idempotencyKey() == null).map(TaskRow::queue))) {
        throw unknown(rows, e, "a task that was done meanwhile is deleted, look before you repeat");
      }
      return again(rows, e);
    }
  }

  private Map<UUID, Outcome> again(List<TaskRow> rows, ConnectionLostException lost) {
    List<TaskRow> known = rows.stream().map(TaskRow::withKnownId).toList();
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      try {
        pause.pass();
        return sentBefore(
            rows, database.run(verb, db -> InsertTasksOnce.execute(db, known, channel)));
      } catch (DatabaseException e) {
        lost.addSuppressed(e);
        if (isForGood(e)) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw unknown(rows, lost, "to enqueue them again under the same ids is safe");
  }

  /** Unlike a server that is away, read-only or short of something. */
  private static boolean isForGood(DatabaseException e) {
    return e instanceof PermissionException
        || e instanceof SchemaException
        || e instanceof ConstraintException;
  }

  /** Under an id of the broker's own there can be nothing but what it has sent. */
  private static Map<UUID, Outcome> sentBefore(List<TaskRow> rows, Map<UUID, Outcome> outcomes) {
    Map<UUID, Outcome> all = new HashMap<>(outcomes);
    for (TaskRow row : rows) {
      all.computeIfPresent(
          row.id(),
          (id, outcome) ->
              !row.callersId() && outcome.isFor(id)
                  ? new Outcome(outcome.keyOwner(), true)
                  : outcome);
    }
    return all;
  }

  private static OutcomeUnknownException unknown(
      List<TaskRow> rows, ConnectionLostException lost, String advice) {
    return new OutcomeUnknownException(
        "%d tasks are enqueued or not, the reply was lost; %s: %s"
            .formatted(rows.size(), advice, lost.getMessage()),
        rows.stream().map(TaskRow::id).toList(),
        lost.sqlState(),
        lost);
  }
}
