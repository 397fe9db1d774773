package io.celers.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * What migrations do to those who work meanwhile. Decided by the locks that a migration holds when
 * it is about to commit, and by what it did under them, not by a watch.
 */
class LocksOfMigrationsIT {

  /** Tables that were there before, and are locked against who reads or writes them now. */
  private static final String BLOCKED =
      """
      select b.name || ': ' || string_agg(distinct l.mode, ', ')
        || case when b.filenode <> pg_relation_filenode(b.id) then ', rewritten' else '' end
        || case when s.seq_scan > 0 then ', read from end to end' else '' end
        || case when current_setting('lock_timeout') = '5s' then ', without a lock_timeout' else '' end
      from before b
      join pg_locks l on l.relation = b.id and l.pid = pg_backend_pid() and l.granted
      left join pg_stat_xact_all_tables s on s.relid = b.id
      where l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      group by b.name, b.id, b.filenode, s.seq_scan
      """;

  /** What an open transaction of a worker holds. */
  private static final String WORK =
      """
      do $$ declare t regclass; begin
        for t in select c.oid from pg_class c
          where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r' loop
          execute 'lock table ' || t || ' in row exclusive mode';
        end loop;
      end $$
      """;

  private final TestDatabase database = ThrowawayPostgres.shared().emptyDatabase();

  @BeforeEach
  void createSchema() throws SQLException {
    Sql.execute(database.dataSource(), "create schema celers");
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  /** Not even those in the middle of a transaction that wrote to every table. */
  @Test
  void noMigrationBlocksWorkersOrWaitsForThem(@TempDir Path directory) throws Exception {
    List<Path> files = MigrationFiles.copyTo(directory);
    assertThat(files).hasSize(BrokerSchema.LAST_MIGRATION);
    for (Path file : files) {
      try (Connection worker = database.dataSource().getConnection();
          Statement work = worker.createStatement()) {
        worker.setAutoCommit(false);
        work.execute(WORK);

        assertThat(blocked(MigrationFiles.text(file))).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void columnThatIsAddedIsWorkOfTheCatalogAlone() throws SQLException {
    BrokerSchema.migrate(database.dataSource());

    assertThat(
            blocked(
                """
                set local lock_timeout = '30ms';
                alter table celers_tasks add column later text, add column more bigint default 7;
                """))
        .containsExactly("celers_tasks: AccessExclusiveLock");
  }

  /** Each of them blocks workers for as long as the table is big. */
  @Test
  void whatMustNotBeInAMigrationIsSeen() throws SQLException {
    BrokerSchema.migrate(database.dataSource());

    assertThat(blocked("alter table celers_tasks alter column max_retries type bigint"))
        .singleElement()
        .asString()
        .startsWith("celers_tasks: ")
        .endsWith(", rewritten, read from end to end, without a lock_timeout");
    assertThat(blocked("create index on celers_task_archive (queue)"))
        .containsExactly(
            "celers_task_archive: ShareLock, read from end to end, without a lock_timeout");
    assertThat(blocked("alter table celers_deduplication add check (key <> '')"))
        .containsExactly(
            "celers_deduplication: AccessExclusiveLock, read from end to end,"
                + " without a lock_timeout");
  }

  private List<String> blocked(String migration) throws SQLException {
    try (Connection connection = whole().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = celers");
      // what sets none of its own has this one, and is found instead of waiting for ever
      statement.execute("set lock_timeout = '5s'");
      statement.execute(
          """
          create temporary table before as
          select c.oid as id, c.relname::text as name, pg_relation_filenode(c.oid) as filenode
          from pg_class c where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r'
          """);
      connection.setAutoCommit(false);
      statement.execute(migration);
      List<String> blocked = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(BLOCKED)) {
        while (rows.next()) {
          blocked.add(rows.getString(1));
        }
      }
      connection.commit();
      return blocked;
    }
  }

  /** Sends a file as it is, as psql does: the driver would cut some of ours in the wrong places. */
  private DataSource whole() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.jdbcUrl());
    dataSource.setUser(database.user());
    dataSource.setPassword(database.password());
    dataSource.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return dataSource;
  }
}
