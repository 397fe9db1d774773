package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEDUPLICATION;
import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static io.celers.broker.generated.Tables.CELERS_WORKERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.maintenance.Swept;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys, notes and registrations that have lost their meaning are deleted. */
class SweepIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void nothingToDoIsOneStatement() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    int statements =
        counter.during(
            () ->
                assertThat(broker.maintenance().sweep(HOUR, 10))
                    .isEqualTo(new Swept(0, 0, 0, true)));

    assertThat(statements).isOne();
  }

  @Test
  void expiredKeysGoAndOthersStay() {
    db.broker().enqueue(TASK.idempotencyKey("short", Duration.ofMinutes(1)));
    db.broker().enqueue(TASK.idempotencyKey("long", Duration.ofDays(1)));
    db.clock().advance(HOUR);

    assertThat(sweep(10)).isEqualTo(new Swept(1, 0, 0, true));

    assertThat(db.dsl().fetchValues(CELERS_DEDUPLICATION.KEY)).containsExactly("long");
    assertThat(db.broker().enqueue(TASK.idempotencyKey("long")))
        .isInstanceOf(Enqueued.Duplicate.class);
    assertThat(db.broker().enqueue(TASK.idempotencyKey("short")))
        .isInstanceOf(Enqueued.Created.class);
  }

  @Test
  void stepsAreBounded() {
    db.broker()
        .enqueueAll(
            IntStream.range(0, 25)
                .mapToObj(i -> TASK.idempotencyKey("k" + i, Duration.ofMinutes(1)))
                .toList());
    db.clock().advance(HOUR);

    assertThat(sweep(10)).isEqualTo(new Swept(10, 0, 0, false));
    assertThat(sweep(10)).isEqualTo(new Swept(10, 0, 0, false));
    assertThat(sweep(10)).isEqualTo(new Swept(5, 0, 0, true));
  }

  @Test
  void keyThatIsLockedIsPassedOver() {
    db.broker().enqueue(TASK.idempotencyKey("locked", Duration.ofMinutes(1)));
    db.broker().enqueue(TASK.idempotencyKey("free", Duration.ofMinutes(1)));
    db.clock().advance(HOUR);

    Swept swept =
        db.dsl()
            .transactionResult(
                tx -> {
                  tx.dsl()
                      .selectFrom(CELERS_DEDUPLICATION)
                      .where(CELERS_DEDUPLICATION.KEY.eq("locked"))
                      .forUpdate()
                      .fetch();
                  return sweep(10);
                });

    assertThat(swept.keys()).isOne();
    assertThat(sweep(10).keys()).isOne();
  }

  @Test
  void sleepersThatHaveWokenUpGo() {
    sleeper(Duration.ofMinutes(-1));
    sleeper(Duration.ofMinutes(-2));
    sleeper(Duration.ofMinutes(1));

    assertThat(sweep(10)).isEqualTo(new Swept(0, 2, 0, true));

    assertThat(db.dsl().fetchCount(CELERS_SLEEPERS)).isOne();
  }

  @Test
  void silentWorkersGo() {
    worker(Duration.ofMinutes(61));
    worker(Duration.ofMinutes(59));

    assertThat(sweep(10)).isEqualTo(new Swept(0, 0, 1, true));

    assertThat(db.dsl().fetchCount(CELERS_WORKERS)).isOne();
  }

  @Test
  void argumentsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sweep(0))
        .withMessage("limit must be 1..10000, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().maintenance().sweep(Duration.ZERO, 10))
        .withMessageStartingWith("deadAfter must be above zero");
  }

  private static Swept sweep(int limit) {
    return db.broker().maintenance().sweep(HOUR, limit);
  }

  private static void sleeper(Duration ahead) {
    db.dsl()
        .insertInto(CELERS_SLEEPERS)
        .values("q", db.clock().now().plus(ahead), UUID.randomUUID())
        .execute();
  }

  private static void worker(Duration silence) {
    db.dsl()
        .insertInto(CELERS_WORKERS)
        .set(CELERS_WORKERS.ID, UUID.randomUUID())
        .set(CELERS_WORKERS.NAME, "w")
        .set(CELERS_WORKERS.HOST, "h")
        .set(CELERS_WORKERS.PROCESS_ID, 1L)
        .set(CELERS_WORKERS.QUEUES, new String[] {"q"})
        .set(CELERS_WORKERS.CONCURRENCY, 1)
        .set(CELERS_WORKERS.HEARTBEAT_AT, db.clock().now().minus(silence))
        .execute();
  }
}
