package io.celers.broker.jooq.plans;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.task.NewTask;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of statements that are executed again and again the server keeps the plan: left to itself it
 * plans each execution of a large table anew if it believes that a plan for any values is dearer.
 */
class KeptPlansIT {

  @RegisterExtension static final BigTable table = new BigTable();

  private static final int OFTEN = 8;

  /** Then the server compares the costs. */
  private static final int PLANNED_ANEW = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 10, 65, 100, 513, 1_000})
  void plansOfTheHotPathAreKept(int n) throws Exception {
    NewTask<byte[]> task = NewTask.ofBytes("task", new byte[100]).queue("big");
    table.inTransaction(
        "auto",
        dsl -> {
          Broker broker = table.broker().using(dsl);
          for (int i = 0; i < OFTEN; i++) {
            broker.enqueue(task);
            List<Delivery> deliveries = broker.queue("big").dequeue(n);
            broker.ack(deliveries.get(0));
          }
          assertPlansAreKept(dsl, 3);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000})
  void planOfAnAckOfManyIsKept(int n) throws Exception {
    table.inTransaction(
        "auto",
        dsl -> {
          Broker broker = table.broker().using(dsl);
          for (int i = 0; i < OFTEN; i++) {
            broker.ackAll(broker.queue("big").dequeue(n));
          }
          assertPlansAreKept(dsl, 2);
        });
  }

  private static void assertPlansAreKept(DSLContext dsl, int statements) {
    assertThat(plannedAnew(dsl))
        .hasSize(statements)
        .allSatisfy((statement, times) -> assertThat(times).isLessThanOrEqualTo(PLANNED_ANEW));
  }

  private static Map<String, Long> plannedAnew(DSLContext dsl) {
    return dsl.fetch(
            "select statement, custom_plans from pg_prepared_statements"
                + " where statement like '%celers_tasks%' and generic_plans + custom_plans >= "
                + OFTEN)
        .intoMap(row -> row.get(0, String.class), row -> row.get(1, Long.class));
  }
}
