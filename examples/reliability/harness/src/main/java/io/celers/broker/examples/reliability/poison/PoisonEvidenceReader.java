package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import io.celers.broker.examples.reliability.poison.PoisonEvidence.End;
import io.celers.broker.examples.reliability.process.PoisonKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts together what the tables, the witness and the histories say. */
final class PoisonEvidenceReader {

  private static final String STORED =
      """
      select id, state::text, deliveries, payload from celers.celers_tasks
      union all select id, 'dead', deliveries, payload from celers.celers_dead_letter_queue
      union all select id, 'archived', deliveries, payload from celers.celers_task_archive
      """;

  private static final String SEEN =
      """
      select task, count(old_state),
        count(*) filter (where new_receipt is not null and new_receipt is distinct from old_receipt),
        count(*) filter (where new_receipt <> old_receipt),
        count(*) filter (where deliveries < before),
        count(*) filter (where new_state = 'completed' and old_state <> 'completed')
      from (select *, lag(deliveries) over (partition by task order by sequence) as before
        from reliability.transitions) seen
      group by task
      """;

  private static final String EFFECTS = "select task, count(*) from reliability.effects group by 1";

  private static final String REPORT = "unknown ";

  /** A row of one of the tables. */
  private record Stored(String state, int deliveries, byte[] payload, int places) {
    static final Stored NOWHERE = new Stored("nowhere", 0, new byte[0], 0);
  }

  /** What the witness says of a task. */
  private record Seen(long changes, long claims, long overtaken, long givenBack, long completions) {
    static final Seen NOTHING = new Seen(0, 0, 0, 0, 0);
  }

  private interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  private PoisonEvidenceReader() {}

  static PoisonEvidence read(
      Connection connection,
      Map<UUID, PoisonOrder> orders,
      List<History> histories,
      Map<String, Integer> exitCodes)
      throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    Map<UUID, Stored> stored = stored(connection);
    Map<UUID, Seen> seen = seen(connection);
    Map<UUID, Long> effects = new HashMap<>();
    each(connection, EFFECTS, row -> effects.put(id(row), row.getLong(2)));
    connection.commit();
    Map<UUID, List<UUID>> starts = starts(histories);
    List<PoisonFate> fates = new ArrayList<>();
    orders.forEach(
        (id, order) -> {
          Stored row = stored.getOrDefault(id, Stored.NOWHERE);
          Seen trail = seen.getOrDefault(id, Seen.NOTHING);
          List<UUID> begun = starts.getOrDefault(id, List.of());
          fates.add(
              new PoisonFate(
                  id,
                  order.kind(),
                  order.maxRetries(),
                  row.places(),
                  row.state(),
                  row.deliveries(),
                  Arrays.equals(row.payload(), order.payload()),
                  trail.changes(),
                  trail.claims(),
                  trail.overtaken(),
                  trail.givenBack(),
                  trail.completions(),
                  effects.getOrDefault(id, 0L),
                  begun.size(),
                  Set.copyOf(begun).size()));
        });
    return new PoisonEvidence(
        fates,
        stored.values().stream().mapToLong(Stored::places).sum(),
        ends(histories, exitCodes),
        reports(histories).mapToLong(Event::number).max().orElse(0),
        strangers(histories));
  }

  private static Map<UUID, Stored> stored(Connection connection) throws SQLException {
    Map<UUID, Stored> stored = new HashMap<>();
    each(
        connection,
        STORED,
        row ->
            stored.merge(
                id(row),
                new Stored(row.getString(2), row.getInt(3), row.getBytes(4), 1),
                (one, other) ->
                    new Stored(
                        one.state(),
                        one.deliveries(),
                        one.payload(),
                        one.places() + other.places())));
    return stored;
  }

  private static Map<UUID, Seen> seen(Connection connection) throws SQLException {
    Map<UUID, Seen> seen = new HashMap<>();
    each(
        connection,
        SEEN,
        row ->
            seen.put(
                id(row),
                new Seen(
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6))));
    return seen;
  }

  /** The receipts under which handlers began. */
  private static Map<UUID, List<UUID>> starts(List<History> histories) {
    Map<UUID, List<UUID>> starts = new HashMap<>();
    for (History history : histories) {
      history
          .events(EventKind.STARTED)
          .forEach(
              event ->
                  starts
                      .computeIfAbsent(event.task(), any -> new ArrayList<>())
                      .add(event.receipt()));
    }
    return starts;
  }

  private static List<End> ends(List<History> histories, Map<String, Integer> exitCodes) {
    return histories.stream()
        .map(
            history ->
                new End(
                    history.process(),
                    history.process().substring(0, history.process().indexOf('-')),
                    exitCodes.getOrDefault(history.process(), -1),
                    history.ended() && isGapless(history)))
        .toList();
  }

  private static boolean isGapless(History history) {
    long next = 0;
    for (Event event : history.events()) {
      if (event.sequence() != next++) {
        return false;
      }
    }
    return true;
  }

  private static Stream<Event> reports(List<History> histories) {
    return histories.stream()
        .flatMap(history -> history.events(EventKind.MEASURED))
        .filter(event -> event.detail().startsWith(REPORT));
  }

  private static List<String> strangers(List<History> histories) {
    String known = REPORT + "[" + PoisonKind.UNKNOWN.name().toLowerCase(Locale.ROOT) + "]";
    Set<String> all = new HashSet<>();
    reports(histories).map(Event::detail).filter(text -> !text.equals(known)).forEach(all::add);
    return List.copyOf(all);
  }

  private static void each(Connection connection, String sql, Taker taker) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          taker.take(rows);
        }
      }
    }
  }

  private static UUID id(ResultSet row) throws SQLException {
    return row.getObject(1, UUID.class);
  }
}
