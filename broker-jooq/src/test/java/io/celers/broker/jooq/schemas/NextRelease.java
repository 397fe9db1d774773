package io.celers.broker.jooq.schemas;

import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.testdb.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** The release after this one: all migrations of this one, and one more. */
final class NextRelease {

  static final int LAST_MIGRATION = BrokerSchema.LAST_MIGRATION + 1;

  private static final int VERSION = BrokerSchema.SCHEMA_VERSION + 1;

  private static final String EXPAND =
      """
      alter table celers_tasks add column tenant text;
      alter table celers_tasks add column rank bigint not null default 7;
      alter table celers_dead_letter_queue add column tenant text;
      alter table celers_task_archive add column tenant text;
      alter table celers_task_results add column tenant text default 'nobody';
      alter table celers_deduplication add column tenant text;
      alter table celers_schedules add column tenant text;
      alter table celers_workers add column tenant text;
      create table celers_tenants (tenant text primary key, tasks bigint not null default 0);
      create index celers_tasks_tenant_idx on celers_tasks (tenant) where tenant is not null;
      """;

  private static final String CONTRACT =
      "alter table celers_tasks rename column receipt to claim_id;";

  private NextRelease() {}

  /** Adds what the library of this release does not know, and need not know. */
  static void expands(TestDatabase database, Path folder) {
    migrate(database, folder, EXPAND + version(BrokerSchema.SCHEMA_VERSION));
  }

  /** Changes what a column means, which the library of this release cannot see. */
  static void changesTheMeaning(TestDatabase database, Path folder) {
    migrate(database, folder, version(VERSION));
  }

  /** Takes something away that the library of this release needs. */
  static void contracts(TestDatabase database, Path folder) {
    migrate(database, folder, CONTRACT + version(VERSION));
  }

  private static String version(int oldestClient) {
    return "insert into celers_schema_version (version, oldest_client) values (%d, %d);"
        .formatted(VERSION, oldestClient);
  }

  private static void migrate(TestDatabase database, Path folder, String sql) {
    try {
      Files.writeString(folder.resolve("V" + LAST_MIGRATION + "__next.sql"), sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Flyway.configure()
        .dataSource(database.dataSource())
        .schemas(BrokerSchema.DEFAULT_SCHEMA)
        .table(BrokerSchema.HISTORY_TABLE)
        .locations(BrokerSchema.LOCATION, "filesystem:" + folder)
        .placeholderReplacement(false)
        .load()
        .migrate();
  }
}
