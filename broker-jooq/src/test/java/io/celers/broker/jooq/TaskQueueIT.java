package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_QUEUES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.TaskQueue;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.queue.Pause;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskQueueIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");
  private static final NewTask<byte[]> TASK = MAIL.with(new byte[0]);
  private static final QueueSettings SETTINGS =
      new QueueSettings(Optional.of(Duration.ofDays(7)), OptionalInt.of(2), OptionalInt.of(500));

  @Test
  void pausedQueueDeliversNothingToAnyProcess() {
    db.broker().enqueue(TASK);
    db.broker().enqueue(TASK.queue("other"));
    JooqBroker elsewhere = JooqBroker.on(db.dsl());

    boolean paused = mail().pause("the mail server is down");

    assertThat(paused).isTrue();
    assertThat(mail().dequeue()).isEmpty();
    assertThat(elsewhere.queue("mail").dequeue(10)).isEmpty();
    assertThat(elsewhere.queues("mail", "other").dequeue(10)).hasSize(1);
    assertThat(mail().resume()).isTrue();
    assertThat(elsewhere.queue("mail").dequeue()).isPresent();
  }

  @Test
  void pauseSaysSinceWhenByWhomAndWhy() {
    JooqBroker named = JooqBroker.builder(db.dsl()).workerId("worker 7").build();
    var before = db.clock().now().toInstant();

    mail().pause("maintenance", "Ada");
    named.queue("default").pause("maintenance");

    Pause pause = mail().paused().orElseThrow();
    assertThat(pause.since()).isBetween(before, db.clock().now().toInstant());
    assertThat(pause.by()).contains("Ada");
    assertThat(pause.reason()).contains("maintenance");
    assertThat(named.queue("default").paused().orElseThrow().by()).contains("worker 7");
    assertThat(db.broker().queue("other").paused()).isEmpty();
  }

  @Test
  void secondPauseSaysSoAndKeepsTheFirst() {
    mail().pause("first", "Ada");
    Pause first = mail().paused().orElseThrow();

    boolean paused = mail().pause("second", "Bob");

    assertThat(paused).isFalse();
    assertThat(mail().paused()).contains(first);
  }

  @Test
  void ofManyWhoPauseAndResumeAtOnceOneDoes() throws Exception {
    List<Boolean> pauses = Together.run(8, thread -> mail().pause("all at once", "nr " + thread));
    List<Boolean> resumes = Together.run(8, thread -> mail().resume());

    assertThat(pauses).containsOnlyOnce(true);
    assertThat(resumes).containsOnlyOnce(true);
    assertThat(mail().paused()).isEmpty();
  }

  @Test
  void runningQueueIsNotResumed() {
    assertThat(mail().resume()).isFalse();

    mail().configure(SETTINGS);

    assertThat(mail().resume()).isFalse();
  }

  @Test
  void holdersOfAPausedQueueGoOn() {
    db.broker().enqueueAll(List.of(TASK, TASK));
    List<Delivery> held = mail().dequeue(2);

    mail().pause("enough");

    assertThat(db.broker().ack(held.get(0))).isNotInstanceOf(NotHeld.class);
    assertThat(db.broker().reject(held.get(1), Rejection.retry("again").after(Duration.ZERO)))
        .isNotInstanceOf(NotHeld.class);
    assertThat(mail().dequeue()).isEmpty();
  }

  @Test
  void pauseIsRolledBackWithTheCallersTransaction() {
    db.dsl()
        .connection(
            connection -> {
              connection.setAutoCommit(false);
              var inside = db.broker().using(DSL.using(connection, SQLDialect.POSTGRES));
              assertThat(inside.queue("mail").pause("perhaps")).isTrue();
              connection.rollback();
              connection.setAutoCommit(true);
            });

    assertThat(mail().paused()).isEmpty();
  }

  @Test
  void pauseWrittenByHandCountsToo() {
    db.dsl()
        .insertInto(CELERS_QUEUES)
        .set(CELERS_QUEUES.QUEUE, "mail")
        .set(CELERS_QUEUES.PAUSED_AT, db.clock().now())
        .execute();

    Pause pause = mail().paused().orElseThrow();

    assertThat(pause.by()).isEmpty();
    assertThat(pause.reason()).isEmpty();
  }

  @Test
  void settingsComeBackAsTheyWereGiven() {
    mail().configure(SETTINGS);

    assertThat(mail().settings()).isEqualTo(SETTINGS);
    assertThat(db.broker().queue("other").settings()).isEqualTo(QueueSettings.none());
  }

  @Test
  void settingsReplaceEachOtherAndKeepThePause() {
    mail().pause("why not", "Ada");
    Pause pause = mail().paused().orElseThrow();
    mail().configure(SETTINGS);

    mail().configure(QueueSettings.none().withRetention(Duration.ZERO));

    assertThat(mail().settings())
        .isEqualTo(new QueueSettings(Optional.of(Duration.ZERO), none(), none()));
    assertThat(mail().paused()).contains(pause);
    mail().resume();
    assertThat(mail().settings().retention()).contains(Duration.ZERO);
  }

  @Test
  void defaultPriorityIsForTasksThatAskForNone() {
    mail().configure(QueueSettings.none().withDefaultPriority(8));

    UUID plain = db.broker().enqueue(TASK).id();
    UUID once = db.broker().enqueue(TASK.idempotencyKey("k")).id();
    UUID asked = db.broker().enqueue(TASK.priority(4)).id();
    UUID ofType = db.broker().enqueue(MAIL.priority(1).with(new byte[0])).id();
    UUID elsewhere = db.broker().enqueue(TASK.queue("other")).id();

    assertThat(List.of(plain, once, asked, ofType, elsewhere))
        .extracting(id -> (int) db.task(id).getPriority())
        .containsExactly(8, 8, 4, 1, 4);
  }

  @Test
  void defaultPriorityHoldsInBulkToo() {
    mail().configure(QueueSettings.none().withDefaultPriority(0));

    db.broker().enqueueBulk(Stream.of(TASK, TASK.priority(9), TASK.queue("other")));

    assertThat(db.dsl().selectFrom(CELERS_TASKS).orderBy(CELERS_TASKS.ID).fetch())
        .extracting(task -> (int) task.getPriority())
        .containsExactly(0, 9, 4);
  }

  @Test
  void movedTaskKeepsItsPriority() {
    db.broker().queue("slow").configure(QueueSettings.none().withDefaultPriority(0));
    UUID id = db.broker().enqueue(TASK).id();

    db.broker().tasks().moveAll(TaskQuery.all(), "slow", Page.first(1));

    assertThat((int) db.task(id).getPriority()).isEqualTo(4);
  }

  @Test
  void leaseOfAQueueIsThatOfItsDeliveries() {
    db.broker().enqueue(TASK);

    TaskQueue shortly = mail().lease(Duration.ofSeconds(30));
    Delivery delivery = shortly.dequeue().orElseThrow();

    assertThat(shortly.name()).isEqualTo("mail");
    assertThat(db.task(delivery.id()).getVisibleAt()).isBefore(db.clock().now().plusSeconds(31));
  }

  @Test
  void wrongValuesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> db.broker().queue(""));
    assertThatIllegalArgumentException().isThrownBy(() -> mail().pause("x".repeat(4_097)));
    assertThatIllegalArgumentException().isThrownBy(() -> mail().pause("why", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueSettings.none().withDefaultPriority(10));
    assertThatIllegalArgumentException().isThrownBy(() -> QueueSettings.none().withMaxLength(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueSettings.none().withMaxLength(1_000_001));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueSettings.none().withRetention(Duration.ofMillis(-1)));
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }

  private static TaskQueue mail() {
    return db.broker().queue("mail");
  }
}
