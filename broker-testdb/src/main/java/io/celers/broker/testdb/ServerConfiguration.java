package io.celers.broker.testdb;

import java.util.Map;

/** Settings of the servers that this module starts. */
final class ServerConfiguration {

  /** Fast, and lost with the machine. */
  static final Map<String, String> THROWAWAY =
      Map.of(
          "fsync", "off",
          "synchronous_commit", "off",
          "full_page_writes", "off",
          "max_connections", "200",
          "shared_buffers", "128MB",
          // For applications that test two-phase commit; PostgreSQL's default forbids it.
          "max_prepared_transactions", "20",
          // The extension is made by those who ask for it; the library has to be there from the
          // start.
          "shared_preload_libraries", "pg_stat_statements");

  /** What PostgreSQL itself would choose, and enough memory for a few hundred thousand tasks. */
  static final Map<String, String> DURABLE =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_connections", "100",
          "shared_buffers", "256MB",
          "max_wal_size", "1GB");

  private ServerConfiguration() {}
}
