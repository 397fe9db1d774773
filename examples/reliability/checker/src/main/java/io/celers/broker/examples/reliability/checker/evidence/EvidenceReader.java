package io.celers.broker.examples.reliability.checker.evidence;

import io.celers.broker.examples.reliability.checker.history.HistoryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Reads the evidence: histories from their folder, the rest from the database in one snapshot. */
public final class EvidenceReader {

  private static final String ORDERS =
      "select number, kind, poison, task, encode(sha256(payload), 'hex') from reliability.orders";

  private static final String TASKS =
      """
      select id, state::text, deliveries, max_retries, visible_at <= clock_timestamp(),
        settled_receipt, cancel_reason, encode(sha256(payload), 'hex')
      from celers.celers_tasks
      union all
      select id, 'dead', deliveries, max_retries, false, settled_receipt, null,
        encode(sha256(payload), 'hex')
      from celers.celers_dead_letter_queue
      union all
      select id, 'archived', deliveries, max_retries, false, settled_receipt, cancel_reason,
        encode(sha256(payload), 'hex')
      from celers.celers_task_archive
      """;

  private static final String EFFECTS = "select task, receipt from reliability.effects";

  private static final String TRANSITIONS =
      """
      select sequence, (extract(epoch from at) * 1000000)::bigint, task, old_state, new_state,
        old_receipt, new_receipt, settled_receipt, deliveries,
        (extract(epoch from old_lease) * 1000000)::bigint, worker
      from reliability.transitions order by sequence
      """;

  private static final String CENSUS =
      """
      select (select count(*) from reliability.orders),
        count(*) filter (where state = 'pending'), count(*) filter (where state = 'processing'),
        count(*) filter (where state = 'completed'), count(*) filter (where state = 'failed'),
        count(*) filter (where state = 'cancelled'),
        (select count(*) from celers.celers_dead_letter_queue),
        (select count(*) from celers.celers_task_archive)
      from celers.celers_tasks
      """;

  private static final String SCHEDULE =
      """
      select extract(epoch from first_at)::bigint, extract(epoch from last_at)::bigint
      from reliability.schedules, celers.celers_schedules
      """;

  private static final String TICKS =
      """
      select extract(epoch from (metadata -> 'headers' ->> 'celers-tick')::timestamptz)::bigint
      from celers.celers_tasks
      """;

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private EvidenceReader() {}

  /** Reads it in a transaction of its own, at the isolation level repeatable read. */
  public static Evidence read(Path histories, Connection connection)
      throws IOException, SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    Evidence evidence =
        new Evidence(
            HistoryFolder.read(histories),
            list(connection, ORDERS, EvidenceReader::order),
            list(connection, TASKS, EvidenceReader::task),
            list(connection, EFFECTS, row -> new Effect(uuid(row, 1), uuid(row, 2))),
            list(connection, TRANSITIONS, EvidenceReader::transition),
            list(connection, CENSUS, EvidenceReader::census).get(0),
            ticks(connection));
    connection.commit();
    return evidence;
  }

  private static Order order(ResultSet row) throws SQLException {
    Order.Kind kind = Order.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
    return new Order(row.getLong(1), kind, row.getBoolean(3), uuid(row, 4), row.getString(5));
  }

  private static TaskFact task(ResultSet row) throws SQLException {
    return new TaskFact(
        uuid(row, 1),
        row.getString(2),
        row.getInt(3),
        row.getInt(4),
        row.getBoolean(5),
        uuid(row, 6),
        row.getString(7),
        row.getString(8));
  }

  private static Transition transition(ResultSet row) throws SQLException {
    return new Transition(
        row.getLong(1),
        row.getLong(2),
        uuid(row, 3),
        intern(row.getString(4)),
        intern(row.getString(5)),
        uuid(row, 6),
        uuid(row, 7),
        uuid(row, 8),
        row.getInt(9),
        row.getLong(10),
        intern(row.getString(11)));
  }

  private static Census census(ResultSet row) throws SQLException {
    return new Census(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  private static Optional<Ticks> ticks(Connection connection) throws SQLException {
    List<Ticks> schedules =
        list(connection, SCHEDULE, row -> new Ticks(row.getLong(1), row.getLong(2), List.of()));
    if (schedules.isEmpty()) {
      return Optional.empty();
    }
    Ticks schedule = schedules.get(0);
    List<Long> enqueued = list(connection, TICKS, row -> row.getLong(1));
    return Optional.of(new Ticks(schedule.first(), schedule.last(), enqueued));
  }

  private static <T> List<T> list(Connection connection, String sql, Row<T> mapper)
      throws SQLException {
    List<T> list = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          list.add(mapper.read(rows));
        }
      }
    }
    return list;
  }

  @SuppressWarnings("NullAway") // nullable where the component of the record is
  private static UUID uuid(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** A few words, many rows. */
  @SuppressWarnings("NullAway") // nullable where the component of the record is
  private static String intern(String word) {
    return word == null ? null : word.intern();
  }
}
