package io.celers.broker.jooq.internal.wakeup;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Which notifications are sent: one for each topic that somebody sleeps on, at the commit. */
class NotificationsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final NewTask<byte[]> TASK = BLOB.with(new byte[] {1});
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Session listening;

  @BeforeEach
  void listen() throws SQLException {
    listening = Session.open(db);
    listening.dsl().execute("listen celers_wake_up");
  }

  @AfterEach
  void stop() throws SQLException {
    listening.close();
  }

  static Stream<Consumer<Broker>> enqueues() {
    return Stream.of(
        broker -> broker.enqueue(TASK),
        broker -> broker.enqueueAll(List.of(TASK, TASK, TASK)),
        broker -> broker.enqueue(TASK.id(UUID.randomUUID())),
        broker -> broker.enqueueAll(List.of(TASK.idempotencyKey("k"), TASK.idempotencyKey("l"))),
        broker -> broker.enqueueBulk(Stream.of(TASK, TASK)));
  }

  @ParameterizedTest
  @MethodSource("enqueues")
  void enqueueNotifiesOnceWhoSleepsOnItsQueue(Consumer<Broker> enqueue) throws Exception {
    sleep(Topic.queue("default"), Topic.queue("other"));
    sleep(Topic.queue("default"));

    enqueue.accept(db.broker());

    assertThat(heard()).containsExactly("queue default");
  }

  @ParameterizedTest
  @MethodSource("enqueues")
  void enqueueNotifiesNobodyWhereNobodySleeps(Consumer<Broker> enqueue) throws Exception {
    sleep(Topic.queue("other"));

    enqueue.accept(db.broker());

    assertThat(heard()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("enqueues")
  void brokerWithoutNotificationsSendsNone(Consumer<Broker> enqueue) throws Exception {
    sleep(Topic.queue("default"));

    enqueue.accept(db.broker().withoutNotifications());
    enqueue.accept(db.broker().withoutNotifications().using(db.dsl()));
    enqueue.accept(JooqBroker.builder(db.dsl()).withoutNotifications().build());

    assertThat(heard()).isEmpty();
  }

  @Test
  void sleepThatHasPassedIsNoReason() throws Exception {
    sleep(Topic.queue("default"));
    db.clock().advance(MINUTE);

    db.broker().enqueue(TASK);

    assertThat(heard()).isEmpty();
  }

  @Test
  void delayedTaskWakesNobody() throws Exception {
    sleep(Topic.queue("default"));

    db.broker().enqueueAll(List.of(TASK.after(Duration.ofSeconds(1)), TASK.queue("other")));

    assertThat(heard()).isEmpty();
  }

  @Test
  void callersTransactionNotifiesAtItsCommitAndNotAtAllIfRolledBack() throws Exception {
    sleep(Topic.queue("default"));
    try (Session caller = Session.inTransactions(db)) {
      caller.broker().enqueue(TASK);
      assertThat(heard()).isEmpty();
      caller.rollback();
      assertThat(heard()).isEmpty();

      caller.broker().enqueue(TASK);
      caller.commit();

      assertThat(heard()).containsExactly("queue default");
    }
  }

  @Test
  void namesOfQueuesAreData() throws Exception {
    String hostile = "q'; drop table celers.celers_tasks; -- \"%s\" é";
    sleep(Topic.queue(hostile));

    db.broker().enqueue(TASK.queue(hostile));

    assertThat(heard()).containsExactly("queue " + hostile);
  }

  @Test
  void longestNameOfAQueueFits() throws Exception {
    String longest = "q".repeat(255);
    sleep(Topic.queue(longest));

    db.broker().enqueue(TASK.queue(longest));

    assertThat(heard()).containsExactly("queue " + longest);
  }

  @Test
  void resultNotifiesWhoWaitsForIt() throws Exception {
    UUID awaited = db.broker().enqueue(TASK).id();
    db.broker().enqueue(TASK);
    sleep(Topic.result(awaited));

    for (Delivery task : db.broker().queue("default").dequeue(2)) {
      db.broker().ack(task, TaskResult.success(task).value(42));
      db.broker().results().store(TaskResult.success(task).value(43));
    }

    assertThat(heard()).containsExactly("result " + awaited, "result " + awaited);
  }

  @Test
  void enqueueWalksNoNotesOfThePast() throws Exception {
    db.dsl()
        .execute(
            """
            insert into celers.celers_sleepers
            select 'queue default', now() - i * interval '1 ms', gen_random_uuid()
            from generate_series(1, 20000) i
            """);
    sleep(Topic.queue("default"));
    db.dsl().execute("vacuum analyze celers.celers_sleepers");
    try (Session caller = Session.inTransactions(db)) {
      caller.broker().enqueue(TASK);

      assertThat(
              caller
                  .dsl()
                  .resultQuery(
                      "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
                          + " where relid = 'celers.celers_sleepers'::regclass")
                  .fetchSingle(0, Long.class))
          .isLessThanOrEqualTo(2);
    }
  }

  private static void sleep(Topic... topics) {
    NoteSleep.execute(db.dsl(), Arrays.asList(topics), UUID.randomUUID(), MINUTE);
  }

  /** All notifications so far: a round trip brings those that were sent before it. */
  private List<String> heard() throws SQLException {
    listening.dsl().selectOne().fetch();
    List<String> topics = new ArrayList<>();
    for (PGNotification notification :
        listening.connection().unwrap(PGConnection.class).getNotifications()) {
      topics.add(notification.getParameter());
    }
    return topics;
  }
}
