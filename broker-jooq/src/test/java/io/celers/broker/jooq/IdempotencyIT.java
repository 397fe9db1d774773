package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Idempotency keys: a task is created once for a key while the key lives. */
class IdempotencyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void secondEnqueueUnderAKeyIsADuplicateOfTheFirst() {
    Enqueued first = db.broker().enqueue(TASK.idempotencyKey("k"));
    Enqueued second = db.broker().enqueue(TASK.idempotencyKey("k"));

    assertThat(first).isInstanceOf(Enqueued.Created.class);
    assertThat(second).isEqualTo(new Enqueued.Duplicate(first.id()));
    assertThat(db.dsl().fetchValues(CELERS_TASKS.ID)).containsExactly(first.id());
  }

  @Test
  void contentDoesNotMatterUnderAKey() {
    UUID first = db.broker().enqueue(TASK.idempotencyKey("k")).id();

    Enqueued other =
        db.broker()
            .enqueue(TaskType.of("other", String.class).with("x").priority(9).idempotencyKey("k"));

    assertThat(other).isEqualTo(new Enqueued.Duplicate(first));
  }

  @Test
  void keysAreUniqueWithinTheirQueueOnly() {
    Enqueued mail = db.broker().enqueue(TASK.queue("mail").idempotencyKey("k"));
    Enqueued print = db.broker().enqueue(TASK.queue("print").idempotencyKey("k"));

    assertThat(List.of(mail, print)).allMatch(Enqueued.Created.class::isInstance);
  }

  @Test
  void keysMatchExactly() {
    List<Enqueued> outcomes =
        List.of("k", "K", "k ", " k", "%", "_", "é", "e\u0301").stream()
            .map(key -> db.broker().enqueue(TASK.idempotencyKey(key)))
            .toList();

    assertThat(outcomes).hasSize(8).allMatch(Enqueued.Created.class::isInstance);
  }

  @Test
  void keyMayBeTakenAgainWhenItsTimeIsOver() {
    UUID first = db.broker().enqueue(TASK.idempotencyKey("k", Duration.ofHours(1))).id();

    db.clock().advance(Duration.ofMinutes(59));
    Enqueued before = db.broker().enqueue(TASK.idempotencyKey("k", Duration.ofDays(9)));
    db.clock().advance(Duration.ofMinutes(1));
    Enqueued after = db.broker().enqueue(TASK.idempotencyKey("k", Duration.ofHours(2)));
    db.clock().advance(Duration.ofMinutes(119));
    Enqueued later = db.broker().enqueue(TASK.idempotencyKey("k", Duration.ofHours(1)));

    assertThat(before).isEqualTo(new Enqueued.Duplicate(first));
    assertThat(after).isInstanceOf(Enqueued.Created.class).isNotEqualTo(first);
    assertThat(later).isEqualTo(new Enqueued.Duplicate(after.id()));
    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void keyLivesForADayByDefault() {
    db.broker().enqueue(TASK.idempotencyKey("k"));

    assertThat(
            db.dsl()
                .select(CELERS_DEDUPLICATION.CREATED_AT, CELERS_DEDUPLICATION.EXPIRES_AT)
                .from(CELERS_DEDUPLICATION)
                .fetchSingle())
        .satisfies(key -> assertThat(key.value2()).isEqualTo(key.value1().plusDays(1)));
  }

  @Test
  void keyOutlivesItsTask() {
    UUID completed = db.broker().enqueue(TASK.idempotencyKey("completed")).id();
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());
    UUID dead = db.broker().enqueue(TASK.idempotencyKey("dead")).id();
    db.broker()
        .reject(db.broker().queue("default").dequeue().orElseThrow(), Rejection.deadLetter("no"));
    UUID deleted = db.broker().enqueue(TASK.idempotencyKey("deleted")).id();
    db.dsl().deleteFrom(CELERS_TASKS).execute();

    assertThat(db.broker().enqueue(TASK.idempotencyKey("completed")))
        .isEqualTo(new Enqueued.Duplicate(completed));
    assertThat(db.broker().enqueue(TASK.idempotencyKey("dead")))
        .isEqualTo(new Enqueued.Duplicate(dead));
    assertThat(db.broker().enqueue(TASK.idempotencyKey("deleted")))
        .isEqualTo(new Enqueued.Duplicate(deleted));
  }

  @Test
  void duplicatesWithinABatchCollapseIntoTheFirst() {
    UUID before = db.broker().enqueue(TASK.idempotencyKey("old")).id();

    List<Enqueued> outcomes =
        db.broker()
            .enqueueAll(
                List.of(
                    TASK.idempotencyKey("new"),
                    TASK,
                    TASK.idempotencyKey("old"),
                    TASK.idempotencyKey("new"),
                    TASK.queue("other").idempotencyKey("new"),
                    TASK.idempotencyKey("old")));

    UUID created = outcomes.get(0).id();
    assertThat(outcomes.get(0)).isInstanceOf(Enqueued.Created.class);
    assertThat(outcomes.get(1)).isInstanceOf(Enqueued.Created.class);
    assertThat(outcomes.get(2)).isEqualTo(new Enqueued.Duplicate(before));
    assertThat(outcomes.get(3)).isEqualTo(new Enqueued.Duplicate(created));
    assertThat(outcomes.get(4)).isInstanceOf(Enqueued.Created.class);
    assertThat(outcomes.get(5)).isEqualTo(new Enqueued.Duplicate(before));
    assertThat(db.tasks()).isEqualTo(4);
  }

  @Test
  void batchWithKeysIsOneStatement() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<NewTask<byte[]>> tasks = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      tasks.add(i % 3 == 0 ? TASK : TASK.idempotencyKey("k" + i % 500));
    }

    assertThat(counter.during(() -> broker.enqueueAll(tasks))).isEqualTo(1);
    assertThat(counter.during(() -> broker.enqueueAll(tasks))).isEqualTo(1);
  }

  @Test
  void keyOfARolledBackEnqueueIsFree() {
    db.dsl()
        .transactionResult(
            tx -> {
              Enqueued inside = db.broker().using(tx).enqueue(TASK.idempotencyKey("k"));
              tx.dsl().connection(connection -> connection.rollback());
              return inside;
            });

    assertThat(db.broker().enqueue(TASK.idempotencyKey("k"))).isInstanceOf(Enqueued.Created.class);
    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void longestKeysAreTaken() {
    String longest = "k".repeat(255);

    UUID id = db.broker().enqueue(TASK.idempotencyKey(longest)).id();

    assertThat(db.broker().enqueue(TASK.idempotencyKey(longest)))
        .isEqualTo(new Enqueued.Duplicate(id));
  }

  @Test
  void manyKeysInOppositeOrderDoNotDeadlock() throws Exception {
    int keys = 500;
    int rounds = 5;
    List<NewTask<byte[]>> forwards = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      forwards.add(TASK.idempotencyKey("key " + i));
    }
    List<NewTask<byte[]>> backwards = new ArrayList<>(forwards);
    Collections.reverse(backwards);
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < rounds; round++) {
        db.dsl().deleteFrom(CELERS_DEDUPLICATION).execute();
        Future<Long> one = threads.submit(() -> created(together, forwards));
        Future<Long> other = threads.submit(() -> created(together, backwards));

        long created = one.get(30, TimeUnit.SECONDS) + other.get(30, TimeUnit.SECONDS);

        assertThat(created).isEqualTo(keys);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(db.tasks()).isEqualTo(keys * rounds);
  }

  private static long created(CyclicBarrier together, List<NewTask<byte[]>> tasks)
      throws Exception {
    together.await(30, TimeUnit.SECONDS);
    return db.broker().enqueueAll(tasks).stream()
        .filter(Enqueued.Created.class::isInstance)
        .count();
  }
}
