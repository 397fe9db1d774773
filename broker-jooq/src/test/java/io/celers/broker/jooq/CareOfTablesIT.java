package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.celers.broker.Maintenance;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ANALYZE and VACUUM of all tables of the broker. */
class CareOfTablesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  /** What may not happen inside a transaction. */
  enum Care {
    ANALYZE(Maintenance::analyze),
    VACUUM(Maintenance::vacuum);

    private final Consumer<Maintenance> call;

    Care(Consumer<Maintenance> call) {
      this.call = call;
    }
  }

  @Test
  void analyzeTellsThePlannerOfEveryTable() {
    db.broker()
        .enqueueAll(
            Collections.nCopies(500, TaskType.ofBytes("blob").with(new byte[] {1}).queue("q")));

    db.broker().maintenance().analyze();

    assertThat(
            db.dsl()
                .resultQuery(
                    "select reltuples from pg_class where oid = 'celers.celers_tasks'::regclass")
                .fetchSingle(0, Integer.class))
        .isEqualTo(500);
    everyTableHas("last_analyze");
  }

  @Test
  void vacuumVisitsEveryTable() {
    db.broker().maintenance().vacuum();

    everyTableHas("last_vacuum");
  }

  @ParameterizedTest
  @EnumSource
  void insideATransactionItIsRefusedAndTheTransactionGoesOn(Care care) throws Exception {
    try (Session session = Session.inTransactions(db)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> care.call.accept(session.broker().maintenance()))
          .withMessageContaining("outside of any transaction");

      session.broker().enqueue(TaskType.ofBytes("blob").with(new byte[] {1}));
      session.commit();
    }
    assertThat(db.tasks()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void insideAJooqTransactionItIsRefused(Care care) {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                db.dsl().transaction(tx -> care.call.accept(db.broker().using(tx).maintenance())));
  }

  /** Statistics of the server arrive a little later. */
  private static void everyTableHas(String moment) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              List<String> without =
                  db.dsl()
                      .resultQuery(
                          "select relname::text from pg_stat_user_tables where schemaname = 'celers'"
                              + " and relname not in ('celers_schema_history', 'test_clock') and "
                              + moment
                              + " is null")
                      .fetch(0, String.class);
              assertThat(without).isEmpty();
            });
  }
}
