package io.celers.broker.jooq.internal.claim;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A claim takes what it is asked for where a lane holds more, whatever plan the server makes.
 *
 * <p>Were the limit a subquery that the planner may run once for each row of the table, a nested
 * loop would skip what it had locked before and take more each time.
 */
class ClaimLimitIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("known").with(new byte[] {1});
  private static final Duration LEASE = Duration.ofHours(1);

  /** More than the limit of a lane in the statements for few, and less than in those for many. */
  private static final int IN_THE_LANE = 100;

  private static final int[] ASKED_FOR = {1, 5, 8, 9, 65, 99};

  /** Each leaves the planner one way to join, to scan, or to keep what it has read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "enable_hashjoin = off; set enable_mergejoin = off",
        "enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off;"
            + " set enable_memoize = off",
        "enable_hashjoin = off; set enable_mergejoin = off; set enable_indexscan = off;"
            + " set enable_bitmapscan = off",
        "enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off",
        "enable_nestloop = off; set enable_hashjoin = off",
        "enable_nestloop = off; set enable_mergejoin = off",
        "enable_indexscan = off; set enable_bitmapscan = off; set enable_indexonlyscan = off",
        "enable_seqscan = off; set enable_sort = off",
        "from_collapse_limit = 1; set join_collapse_limit = 1; set geqo_threshold = 2",
        "plan_cache_mode = force_generic_plan",
        "plan_cache_mode = force_generic_plan; set enable_hashjoin = off;"
            + " set enable_mergejoin = off"
      })
  void claimTakesAsManyAsItIsAskedForWith(String settings) throws Exception {
    db.broker().enqueueAll(Collections.nCopies(IN_THE_LANE, TASK));
    try (Session session = Session.inTransactions(db)) {
      session.dsl().execute("set " + settings);
      session.commit();

      for (int n : ASKED_FOR) {
        QueueClaims anybody = QueueClaims.of(database(session), measured(), "default", "a", LEASE);
        QueueClaims worker =
            QueueClaims.of(
                database(session), measured(), "default", "w", LEASE, List.of("other", "known"));
        for (QueueClaims claims : List.of(anybody, worker)) {
          List<Delivery> deliveries = claims.claim(n);

          assertThat(deliveries).hasSize(n);
          assertThat(processing(session.dsl())).isEqualTo(n);
          session.rollback();
        }
      }
    }
  }

  private static Database database(Session session) {
    return Database.of(session.dsl().configuration(), "celers");
  }

  private static Measurements measured() {
    return new Measurements();
  }

  private static int processing(DSLContext dsl) {
    return dsl.fetchCount(CELERS_TASKS, CELERS_TASKS.STATE.eq(CelersTaskState.processing));
  }
}
