package io.celers.broker.jooq.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.error.ConstraintException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All verbs in sessions whose settings are not what a developer's are. */
class HostileSessionIT {

  private static final String WRONG_FUNCTION =
      """
      create function %s language plpgsql as
      $$ begin raise exception 'the wrong function was called'; end $$
      """;

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "standard_conforming_strings = off; set backslash_quote = off",
        "session_replication_role = replica",
        "datestyle = 'ISO, DMY'; set timezone = 'Asia/Kathmandu'; set intervalstyle = 'iso_8601'",
        "timezone = 'America/St_Johns'; set intervalstyle = 'sql_standard'",
        "bytea_output = 'escape'; set extra_float_digits = -15",
        "lc_messages = 'C'; set client_min_messages = debug1",
        "default_transaction_isolation = 'serializable'",
        "plan_cache_mode = force_generic_plan",
        "jit = on; set jit_above_cost = 0; set jit_inline_above_cost = 0",
        "work_mem = '64kB'; set enable_sort = off; set enable_material = off",
        "enable_indexscan = off; set enable_bitmapscan = off; set enable_indexonlyscan = off",
        "enable_seqscan = off",
        "enable_nestloop = off",
        "enable_hashjoin = off; set enable_hashagg = off",
        "enable_hashjoin = off; set enable_mergejoin = off",
        "from_collapse_limit = 1; set join_collapse_limit = 1; set geqo_threshold = 2",
        "debug_parallel_query = on; set parallel_setup_cost = 0",
        "row_security = off; set quote_all_identifiers = on",
        "transform_null_equals = on; set synchronous_commit = off",
        "statement_timeout = '60s'; set lock_timeout = '30s'",
        "lock_timeout = '1ms'",
        "search_path = ''",
        "search_path = 'pg_temp', 'public', 'pg_catalog'"
      })
  void allVerbsWorkWith(String setting) throws Exception {
    try (Session session = Session.open(db)) {
      session.dsl().execute("set " + setting);

      EveryVerb.on(session.broker());
    }
  }

  /**
   * The one setting that is refused: a NULL inside an array would be read as a text. The arrays of
   * an enqueue always have one where that cannot be taken for a value, so it fails loudly.
   */
  @Test
  void nullsInArraysAreNeverTakenForTexts() throws Exception {
    try (Session session = Session.open(db)) {
      session.dsl().execute("set array_nulls = off");

      NewTask<byte[]> task = NewTask.ofBytes("task", new byte[] {1, 2, 3});
      assertThatThrownBy(() -> session.broker().enqueueAll(List.of(task, task)))
          .isInstanceOf(ConstraintException.class);
      assertThat(db.tasks()).isZero();

      session.broker().enqueue(task);
      assertThat(db.tasks()).isOne();
    }
  }

  @Test
  void temporaryTablesAndFunctionsOfOurNamesAreNotMistakenForOurs() throws Exception {
    try (Session session = Session.open(db)) {
      for (String hostile :
          List.of(
              "create schema hostile",
              "create temporary table celers_tasks (id int)",
              "create temporary table celers_deduplication (id int)",
              "create temporary table celers_dead_letter_queue (id int)",
              "create temporary table celers_schema_version (version int)",
              "create type hostile.celers_task_state as enum ('nonsense')",
              WRONG_FUNCTION.formatted("pg_temp.celers_now() returns timestamptz"),
              WRONG_FUNCTION.formatted("hostile.celers_now() returns timestamptz"),
              WRONG_FUNCTION.formatted("hostile.celers_clock() returns timestamptz"),
              WRONG_FUNCTION.formatted("hostile.celers_after(bigint) returns timestamptz"),
              "set search_path = 'pg_temp', 'hostile', 'public'")) {
        session.dsl().execute(hostile);
      }

      EveryVerb.on(session.broker());

      assertThat(session.dsl().fetchValue("select count(*) from pg_temp.celers_tasks"))
          .isEqualTo(0L);
      session.dsl().execute("drop schema hostile cascade");
    }
  }
}
