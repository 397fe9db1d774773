package io.celers.broker.jooq.plans;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Schedules;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.plans.BigTable.Reads;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand schedules: a step reads those that are due and no others. */
class SchedulePlansIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void lookThatFindsNothingReadsNothing(String mode) throws Exception {
    fill(0);

    assertThat(rowsRead(mode, Schedules::tick)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void stepReadsWhatIsDue(String mode) throws Exception {
    fill(30);

    // When it is found, when it is locked, when it is advanced, for its task.
    assertThat(rowsRead(mode, Schedules::tick)).isBetween(30L, 4 * 30L + 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void pageReadsItsSchedules(String mode) throws Exception {
    fill(0);

    assertThat(rowsRead(mode, schedules -> schedules.list(50, "s777"))).isEqualTo(50);
  }

  @Test
  void allThatAreDueAreDoneInBoundedSteps() {
    fill(2_500);
    Schedules schedules = db.broker().schedules();

    assertThat(schedules.tick().complete()).isFalse();
    assertThat(schedules.tick().complete()).isFalse();
    assertThat(schedules.tick().complete()).isTrue();

    assertThat(db.tasks()).isEqualTo(2_500);
  }

  private static void fill(int due) {
    db.dsl()
        .execute(
            """
            insert into celers.celers_schedules
              (name, expression, queue, task_name, codec, payload, content_hash, next_at)
            select 's' || i, 'PT1H', 'q', 'task', 'bytes', repeat('x', 500)::bytea, 1,
              case when i <= {0} then now() - interval '1 second' else now() + interval '1 hour' end
            from generate_series(1, 10000) i
            """,
            due);
    db.dsl().execute("vacuum analyze celers.celers_schedules");
  }

  /** Rows of the table that a call reads; none by a scan of all of it. */
  private static long rowsRead(String mode, Consumer<Schedules> call) throws Exception {
    try (Session session = Session.inTransactions(db)) {
      DSLContext dsl = session.dsl();
      dsl.execute("set plan_cache_mode = " + mode);
      session.connection().unwrap(org.postgresql.PGConnection.class).setPrepareThreshold(1);
      Schedules schedules = JooqBroker.on(dsl).schedules();
      schedules.find("none");
      Reads before = reads(dsl);

      call.accept(schedules);

      Reads after = reads(dsl);
      session.rollback();
      assertThat(after.sequentialScans())
          .as("scans of the whole table")
          .isEqualTo(before.sequentialScans());
      return after.rowsByIndex() - before.rowsByIndex();
    }
  }

  private static Reads reads(DSLContext dsl) {
    return dsl.fetchSingle(
            "select seq_scan, idx_tup_fetch from pg_stat_xact_user_tables"
                + " where relid = 'celers.celers_schedules'::regclass")
        .map(row -> new Reads(row.get(0, Long.class), row.get(1, Long.class)));
  }
}
