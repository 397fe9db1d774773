package io.celers.broker.schema;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which migrations this jar has, and which tables they make. */
final class Migrations {

  /** The migration that makes each table; compared with a migrated schema by a test. */
  private static final Map<String, Integer> MADE_BY =
      Map.ofEntries(
          Map.entry("celers_tasks", 2),
          Map.entry("celers_dead_letter_queue", 4),
          Map.entry("celers_task_archive", 4),
          Map.entry("celers_deduplication", 5),
          Map.entry("celers_task_results", 6),
          Map.entry("celers_task_results_archive", 6),
          Map.entry("celers_task_history", 7),
          Map.entry("celers_queues", 8),
          Map.entry("celers_schedules", 9),
          Map.entry("celers_workers", 10),
          Map.entry("celers_sleepers", 10),
          Map.entry("celers_schema_version", 11),
          Map.entry("celers_maintenance", 12));

  private Migrations() {}

  static int requireKnown(int migration) {
    if (migration < 1 || migration > BrokerSchema.LAST_MIGRATION) {
      throw new IllegalArgumentException(
          "migration must be 1.." + BrokerSchema.LAST_MIGRATION + ", was " + migration);
    }
    return migration;
  }

  /** All tables of the schema, its history aside. */
  static Set<String> tables() {
    return new TreeSet<>(MADE_BY.keySet());
  }

  /** Tables that a schema must have once the migrations up to this one ran. */
  static Set<String> tablesUpTo(int migration) {
    Map<String, Integer> made = new TreeMap<>(MADE_BY);
    made.values().removeIf(by -> by > migration);
    return made.keySet();
  }
}
