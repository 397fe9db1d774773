package io.celers.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the design asks of every object that the migrations make. */
class MigratedSchemaIT {

  private static final TestDatabase DATABASE = ThrowawayPostgres.shared().emptyDatabase();

  @BeforeAll
  static void migrate() {
    BrokerSchema.migrate(DATABASE.dataSource());
  }

  @AfterAll
  static void dropDatabase() {
    DATABASE.close();
  }

  @Test
  void everyTableColumnTypeAndFunctionHasItsComment() throws SQLException {
    List<String> described =
        column(
            """
            select c.relname || coalesce('.' || a.attname, '') || ': '
                || coalesce(col_description(c.oid, a.attnum), '')
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r'
              and c.relname <> 'celers_schema_history'
            union all
            select c.relname || ': ' || coalesce(obj_description(c.oid, 'pg_class'), '')
            from pg_class c
            where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r'
              and c.relname <> 'celers_schema_history'
            union all
            select t.typname || ': ' || coalesce(obj_description(t.oid, 'pg_type'), '')
            from pg_type t
            where t.typnamespace = 'celers'::regnamespace and t.typtype in ('e', 'd')
            union all
            select p.proname || ': ' || coalesce(obj_description(p.oid, 'pg_proc'), '')
            from pg_proc p
            where p.pronamespace = 'celers'::regnamespace
            """);

    assertThat(described).hasSizeGreaterThan(100).noneMatch(line -> line.endsWith(": "));
  }

  /** Whoever calls one has his own rights in it, and nobody else's. */
  @Test
  void noFunctionRunsWithTheRightsOfItsOwner() throws SQLException {
    List<String> functions =
        column(
            """
            select p.proname || ' ' || p.prosecdef
            from pg_proc p
            where p.pronamespace = 'celers'::regnamespace
            """);

    assertThat(functions).hasSizeGreaterThan(10).allMatch(line -> line.endsWith(" false"));
  }

  /**
   * The body of a function is either bound to its tables when it is made, or looks names up: then
   * in the schemas that it was made for, and in the caller's temporary objects last.
   */
  @Test
  void functionsLookNamesUpWhereTheyWereMadeFor() throws SQLException {
    List<String> lookingUp =
        column(
            """
            select p.proname || ';' || coalesce(array_to_string(p.proconfig, ';'), '')
            from pg_proc p
            where p.pronamespace = 'celers'::regnamespace and p.prosqlbody is null
            """);

    assertThat(lookingUp)
        .hasSizeGreaterThan(3)
        .allSatisfy(line -> assertThat(line).endsWith(";search_path=celers, pg_temp"));
  }

  @Test
  void nothingIsGrantedToEverybody() throws SQLException {
    List<String> objects =
        column(
            """
            select c.relname::text from pg_class c
            where c.relnamespace = 'celers'::regnamespace and c.relkind in ('r', 'v', 'S')
            union all
            select p.proname from pg_proc p where p.pronamespace = 'celers'::regnamespace
            union all
            select t.typname from pg_type t
            where t.typnamespace = 'celers'::regnamespace and t.typtype in ('e', 'd')
            """);
    List<String> granted =
        column(
            """
            select c.relname || ' ' || a.privilege_type
            from pg_class c, aclexplode(coalesce(c.relacl, acldefault(
              case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))) a
            where c.relnamespace = 'celers'::regnamespace and a.grantee = 0
              and c.relkind in ('r', 'v', 'S')
            union all
            select p.proname || ' ' || a.privilege_type
            from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            where p.pronamespace = 'celers'::regnamespace and a.grantee = 0
            union all
            select t.typname || ' ' || a.privilege_type
            from pg_type t, aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) a
            where t.typnamespace = 'celers'::regnamespace and a.grantee = 0 and t.typtype in ('e', 'd')
            """);

    assertThat(objects).hasSizeGreaterThan(18);
    assertThat(granted).isEmpty();
  }

  @Test
  void everyTextColumnOfKeysAndIndexesComparesBytes() throws SQLException {
    List<String> collations =
        column(
            """
            select distinct coalesce(k.collname, 'none')
            from pg_index i
            join pg_class c on c.oid = i.indrelid
            join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
            left join pg_collation k on k.oid = a.attcollation
            where c.relnamespace = 'celers'::regnamespace and c.relname <> 'celers_schema_history'
              and a.attcollation <> 0
            """);

    assertThat(collations).containsExactly("C");
  }

  @Test
  void namesComparedByTheBrokerCompareBytes() throws SQLException {
    List<String> others =
        column(
            """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'celers' and table_name <> 'celers_schema_history'
              and column_name in ('queue', 'task_name', 'codec', 'worker_id', 'key', 'name', 'host')
              and data_type = 'text' and collation_name is distinct from 'C'
            """);

    assertThat(others).isEmpty();
  }

  @Test
  void hotTableIsVacuumedEarly() throws SQLException {
    List<String> settings =
        column(
            "select unnest(reloptions) from pg_class where oid = 'celers.celers_tasks'::regclass");

    assertThat(settings)
        .contains(
            "fillfactor=85",
            "autovacuum_vacuum_scale_factor=0.01",
            "autovacuum_vacuum_threshold=1000",
            "autovacuum_analyze_scale_factor=0.005",
            "autovacuum_vacuum_cost_delay=0");
  }

  @Test
  void everyTableThatGrowsHasItsVacuumSettings() throws SQLException {
    List<String> without =
        column(
            """
            select relname::text from pg_class
            where relnamespace = 'celers'::regnamespace and relkind = 'r'
              and coalesce(array_to_string(reloptions, ' '), '') not like '%autovacuum%'
            """);

    // few rows, seldom written
    assertThat(without)
        .containsExactlyInAnyOrder(
            "celers_maintenance",
            "celers_queues",
            "celers_schema_history",
            "celers_schema_version");
  }

  @Test
  void hotTableHasThePrimaryKeyAndTheClaimIndexOnly() throws SQLException {
    List<String> indexes =
        column(
            "select indexname from pg_indexes"
                + " where schemaname = 'celers' and tablename = 'celers_tasks'");

    assertThat(indexes).containsExactlyInAnyOrder("celers_tasks_pkey", "celers_tasks_claim_idx");
  }

  @Test
  void deadLetterHoldsTheWholeTask() throws SQLException {
    List<String> lacking = columnsThatLack("celers_dead_letter_queue");

    assertThat(lacking)
        .containsExactlyInAnyOrder(
            "state", "visible_at", "completed_at", "receipt", "cancel_reason");
  }

  @Test
  void archivedTaskHoldsTheWholeTask() throws SQLException {
    List<String> lacking = columnsThatLack("celers_task_archive");

    assertThat(lacking).containsExactlyInAnyOrder("visible_at", "receipt");
  }

  @Test
  void everyIdIsKeyOfItsTable() throws SQLException {
    List<String> keyless =
        column(
            """
            select c.relname::text from pg_class c
            where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r'
              and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
            """);

    assertThat(keyless).isEmpty();
  }

  @Test
  void functionsOverArraysAreInlined() throws SQLException {
    List<String> plan =
        column(
            """
            explain select * from celers.celers_lane_rows(
              array[9, 8]::smallint[], array[now(), now()]::timestamptz[])
            """);

    assertThat(String.join("\n", plan))
        .doesNotContain("celers_lane_rows")
        .containsAnyOf("Function Scan on unnest r", "Function Scan on r", "Result");
  }

  @Test
  void clockOfConditionsIsAnIndexCondition() throws SQLException {
    List<String> plan =
        column(
            """
            explain select id from celers.celers_tasks
            where queue = 'mail' and priority = 4 and visible_at <= celers.celers_now()
              and state in ('pending', 'processing')
            order by visible_at, id limit 1
            """);

    assertThat(plan)
        .anyMatch(line -> line.contains("Index Cond") && line.contains("statement_timestamp()"));
  }

  private static List<String> columnsThatLack(String table) throws SQLException {
    List<String> lacking = new ArrayList<>(columnsOf("celers_tasks"));
    lacking.removeAll(columnsOf(table));
    return lacking.stream().map(column -> column.replaceFirst(" .*", "")).toList();
  }

  /** With type and collation, so that a column that merely has the same name does not count. */
  private static List<String> columnsOf(String table) throws SQLException {
    return column(
        "select concat_ws(' ', column_name, udt_name, collation_name)"
            + " from information_schema.columns where table_schema = 'celers' and table_name = '"
            + table
            + "'");
  }

  private static List<String> column(String query) throws SQLException {
    return Sql.column(DATABASE.dataSource(), query);
  }
}
