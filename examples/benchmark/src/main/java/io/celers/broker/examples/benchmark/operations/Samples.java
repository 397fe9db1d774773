package io.celers.broker.examples.benchmark.operations;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.inline;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Ids to ask for.
 *
 * @param pending waits
 * @param finished is completed
 * @param dead is a dead letter
 * @param withResult has a result and a history
 * @param many a hundred ids of finished tasks
 * @param middle where the finished tasks end and the pending ones begin
 */
record Samples(
    UUID pending, UUID finished, UUID dead, UUID withResult, List<UUID> many, Cursor middle) {

  private static final int HELD = 1_000;
  private static final int WITH_RESULT = 5_000;
  private static final int BATCH = 1_000;
  private static final String QUEUE = "with-results";

  /** Works on some tasks by the ordinary verbs, and picks ids. */
  static Samples make(BrokerDatabase database) {
    JooqBroker broker = database.broker();
    broker.history().enable();
    broker.enqueueAll(
        Stream.generate(() -> NewTask.ofBytes("with-result", new byte[0]).queue(QUEUE))
            .limit(WITH_RESULT)
            .toList());
    UUID withResult = null;
    for (List<Delivery> held = claim(broker); !held.isEmpty(); held = claim(broker)) {
      withResult = held.get(0).id();
      Map<Delivery, TaskResult> results = new LinkedHashMap<>();
      held.forEach(delivery -> results.put(delivery, TaskResult.success(delivery)));
      broker.ackAll(results);
    }
    broker.history().disable();
    broker.queue(TaskTable.QUEUES.get(0)).dequeue(HELD);
    if (withResult == null) {
      throw new IllegalStateException("the tasks that were just enqueued are not there");
    }
    return new Samples(
        broker.enqueue(NewTask.ofBytes("to-be-found", new byte[0])).id(),
        completed(broker).get(0),
        broker.deadLetters().list(DeadLetterQuery.all(), Page.first(1)).items().get(0).id(),
        withResult,
        completed(broker),
        new Cursor(firstPending(database)));
  }

  private static UUID firstPending(BrokerDatabase database) {
    return database
        .db()
        .select(CELERS_TASKS.ID)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.STATE.eq(inline(CelersTaskState.pending)))
        .orderBy(CELERS_TASKS.ID)
        .limit(1)
        .fetchSingle(CELERS_TASKS.ID);
  }

  private static List<Delivery> claim(JooqBroker broker) {
    return broker.queue(QUEUE).dequeue(BATCH);
  }

  private static List<UUID> completed(JooqBroker broker) {
    return broker
        .tasks()
        .list(TaskQuery.all().states(TaskState.COMPLETED), Page.first(100))
        .items()
        .stream()
        .map(TaskDetails::id)
        .toList();
  }
}
