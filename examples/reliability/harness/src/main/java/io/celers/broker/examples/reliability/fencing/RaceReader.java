package io.celers.broker.examples.reliability.fencing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.celers.broker.examples.reliability.checker.evidence.Effect;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.EvidenceReader;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Puts together what the holders know and what the tables and the witness say. */
final class RaceReader {

  private static final String RESULTS =
      "select task_id, result #>> '{}' from celers.celers_task_results";

  private RaceReader() {}

  static List<RaceSeen> read(HarnessServer server, RunFolder folder, List<RaceRun> runs)
      throws IOException, SQLException {
    Evidence evidence;
    try (Connection connection = server.connect()) {
      evidence = EvidenceReader.read(folder.histories(), connection);
    }
    Map<UUID, List<Transition>> transitions =
        evidence.transitions().stream().collect(groupingBy(Transition::task));
    Map<UUID, List<UUID>> effects =
        evidence.effects().stream()
            .collect(groupingBy(Effect::task, mapping(Effect::receipt, toList())));
    Map<UUID, TaskFact> ends = evidence.tasksById();
    Map<UUID, String> results = results(server);
    return runs.stream()
        .map(
            run ->
                new RaceSeen(
                    run.race(),
                    run.task(),
                    run.claims(),
                    run.stale(),
                    run.calls(),
                    transitions.getOrDefault(run.task(), List.of()),
                    ends.get(run.task()),
                    effects.getOrDefault(run.task(), List.of()),
                    results.get(run.task())))
        .toList();
  }

  private static Map<UUID, String> results(HarnessServer server) throws SQLException {
    Map<UUID, String> results = new HashMap<>();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(RESULTS)) {
      while (rows.next()) {
        results.put(rows.getObject(1, UUID.class), rows.getString(2));
      }
    }
    return results;
  }
}
