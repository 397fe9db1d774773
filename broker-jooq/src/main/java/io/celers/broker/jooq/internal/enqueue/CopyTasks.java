package io.celers.broker.jooq.internal.enqueue;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.jooq.internal.queue.BulkAdmission;
import io.celers.broker.jooq.internal.sql.Commands;
import io.celers.broker.jooq.internal.sql.LostConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams tasks into the table through COPY. */
final class CopyTasks {

  private static final Field<?>[] COLUMNS = {
    CELERS_TASKS.ID,
    CELERS_TASKS.QUEUE,
    CELERS_TASKS.TASK_NAME,
    CELERS_TASKS.TASK_VERSION,
    CELERS_TASKS.CODEC,
    CELERS_TASKS.PAYLOAD,
    CELERS_TASKS.CONTENT_HASH,
    CELERS_TASKS.PRIORITY,
    CELERS_TASKS.MAX_RETRIES,
    CELERS_TASKS.RETRY_POLICY,
    CELERS_TASKS.SCHEDULED_AT,
    CELERS_TASKS.VISIBLE_AT,
    CELERS_TASKS.EXPIRES_AT,
    CELERS_TASKS.METADATA
  };

  /** Sent to the server at a time: large enough that the calls do not count, small in memory. */
  private static final int CHUNK_BYTES = 1 << 16;

  private CopyTasks() {}

  // COPY evaluates no expression, so the database is asked for its time and for the priorities of
  // the queues once before. Rows become visible at the commit, however long the copy takes, like
  // those of any long transaction. Until the server is told that the copy ends, nothing is there;
  // ending is called just before. Guarded by BulkEnqueueIT and LostEnqueueIT.
  static long execute(
      DSLContext db, Iterator<TaskRow> tasks, BulkAdmission rules, Runnable ending) {
    Iterator<TaskRow> rows = new CallersIterator<>(tasks);
    if (!rows.hasNext()) {
      return 0;
    }
    OffsetDateTime now = db.select(celersNow()).fetchSingle().value1();
    String command = Commands.copyFrom(db, CELERS_TASKS, COLUMNS);
    return db.connectionResult(
        connection -> copy(connection, command, rows, now.toInstant(), rules, ending));
  }

  private static long copy(
      Connection connection,
      String command,
      Iterator<TaskRow> rows,
      Instant now,
      BulkAdmission rules,
      Runnable ending)
      throws SQLException {
    try {
      CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(command);
      return send(connection, copy, rows, now, rules, ending);
    } catch (SQLException e) {
      LostConnection.report(connection, e);
      throw e;
    }
  }

  private static long send(
      Connection connection,
      CopyIn copy,
      Iterator<TaskRow> rows,
      Instant now,
      BulkAdmission rules,
      Runnable ending)
      throws SQLException {
    try {
      BinaryRows chunk = new BinaryRows(COLUMNS.length, now);
      while (rows.hasNext()) {
        TaskRow row = rows.next();
        Short asked = row.priority();
        chunk.add(row, asked == null ? rules.defaultPriority(row.queue()) : asked);
        if (chunk.size() >= CHUNK_BYTES) {
          chunk.sendTo(copy);
        }
      }
      chunk.end();
      chunk.sendTo(copy);
      ending.run();
      return copy.endCopy();
    } catch (SQLException | RuntimeException | Error e) {
      cancel(connection, copy, e);
      throw e;
    }
  }

  /** Makes the server drop all rows of the copy, and the connection fit for the next statement. */
  private static void cancel(Connection connection, CopyIn copy, Throwable cause) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      LostConnection.report(connection, e);
      cause.addSuppressed(e);
    }
  }
}
