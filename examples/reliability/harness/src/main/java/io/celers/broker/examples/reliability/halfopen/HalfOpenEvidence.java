package io.celers.broker.examples.reliability.halfopen;

import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What is there when all is over.
 *
 * @param plain acknowledged tasks of the plain handler
 * @param transactional acknowledged tasks of the transactional handler
 * @param completions how often each task was completed
 * @param effects how many each task has
 * @param stored how many tasks there are, whatever their state
 * @param blackHoles connections that went into one
 * @param recoveries of those of them whose client waited for an answer, how long it did
 * @param waits of each task from its due time to its completion
 */
record HalfOpenEvidence(
    Set<UUID> plain,
    Set<UUID> transactional,
    Map<UUID, Long> completions,
    Map<UUID, Long> effects,
    long stored,
    int blackHoles,
    List<Duration> recoveries,
    List<Duration> waits) {

  static HalfOpenEvidence read(
      HarnessServer server,
      Set<UUID> plain,
      Set<UUID> transactional,
      int blackHoles,
      List<Duration> recoveries)
      throws SQLException {
    try (Connection connection = server.connect()) {
      return new HalfOpenEvidence(
          plain,
          transactional,
          counts(
              connection,
              "select task, count(*) from reliability.transitions"
                  + " where new_state = 'completed' and old_state <> 'completed' group by task"),
          counts(connection, "select task, count(*) from reliability.effects group by task"),
          server.number("select count(*) from celers.celers_tasks"),
          blackHoles,
          recoveries,
          waits(connection));
    }
  }

  /** The same, but a task was completed so often. */
  HalfOpenEvidence withCompletions(UUID task, long times) {
    return new HalfOpenEvidence(
        plain,
        transactional,
        with(completions, task, times),
        effects,
        stored,
        blackHoles,
        recoveries,
        waits);
  }

  /** The same, but a task has so many effects. */
  HalfOpenEvidence withEffects(UUID task, long times) {
    return new HalfOpenEvidence(
        plain,
        transactional,
        completions,
        with(effects, task, times),
        stored,
        blackHoles,
        recoveries,
        waits);
  }

  /** The same, but so many tasks are there. */
  HalfOpenEvidence withStored(long stored) {
    return new HalfOpenEvidence(
        plain, transactional, completions, effects, stored, blackHoles, recoveries, waits);
  }

  /** The same, but one more client waited for an answer, so long. */
  HalfOpenEvidence withRecovery(Duration time) {
    return new HalfOpenEvidence(
        plain,
        transactional,
        completions,
        effects,
        stored,
        blackHoles,
        with(recoveries, time),
        waits);
  }

  /** The same, but one more task was done, so long after it was due. */
  HalfOpenEvidence withWait(Duration time) {
    return new HalfOpenEvidence(
        plain,
        transactional,
        completions,
        effects,
        stored,
        blackHoles,
        recoveries,
        with(waits, time));
  }

  private static Map<UUID, Long> with(Map<UUID, Long> counts, UUID task, long times) {
    Map<UUID, Long> changed = new HashMap<>(counts);
    changed.put(task, times);
    return changed;
  }

  private static List<Duration> with(List<Duration> times, Duration time) {
    List<Duration> longer = new ArrayList<>(times);
    longer.add(time);
    return longer;
  }

  private static Map<UUID, Long> counts(Connection connection, String sql) throws SQLException {
    Map<UUID, Long> counts = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        counts.put(rows.getObject(1, UUID.class), rows.getLong(2));
      }
    }
    return counts;
  }

  private static List<Duration> waits(Connection connection) throws SQLException {
    String sql =
        "select (1000 * extract(epoch from completed_at - scheduled_at))::bigint"
            + " from celers.celers_tasks where completed_at is not null";
    List<Duration> waits = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        waits.add(Duration.ofMillis(rows.getLong(1)));
      }
    }
    return waits;
  }
}
