package io.celers.broker.examples.benchmark.run;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is needed to judge figures.
 *
 * @param settings of the server, by name
 * @param loadAverage of the machine at that moment; negative where it is not known
 */
public record ServerFacts(
    String version,
    Map<String, String> settings,
    String java,
    int cores,
    long maxHeapBytes,
    double loadAverage) {

  private static final List<String> SETTINGS =
      List.of(
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "wal_level",
          "shared_buffers",
          "max_wal_size",
          "checkpoint_timeout",
          "autovacuum",
          "max_connections");

  /** As they are now. */
  public static ServerFacts of(BenchmarkServer server) throws SQLException {
    Runtime runtime = Runtime.getRuntime();
    try (Connection connection = server.connect()) {
      Map<String, String> settings = new LinkedHashMap<>();
      for (String name : SETTINGS) {
        settings.put(name, single(connection, "show " + name));
      }
      return new ServerFacts(
          single(connection, "show server_version"),
          settings,
          Runtime.version().toString(),
          runtime.availableProcessors(),
          runtime.maxMemory(),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }

  private static String single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
