package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Schedules;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.metrics.MetricsSource;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.RunningSchedules;
import io.celers.broker.schedule.Tick;
import io.celers.broker.schedule.Ticked;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ticks become tasks, each once, whoever looks and whatever happens. */
class ScheduleTicksIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK =
      TaskType.ofBytes("work").with(new byte[] {0, 1, -1}).queue("q");
  private static final Instant NOON = Instant.parse("2027-03-27T12:00:00Z");
  private static final Cadence HOURLY = Cadence.every(Duration.ofHours(1));

  @BeforeEach
  void beginAtNoon() {
    db.clock().moveTo(NOON);
  }

  @Test
  void tickMakesTheTaskAsItWasPut() {
    schedules()
        .put(
            "s",
            HOURLY,
            TASK.priority(8)
                .maxRetries(5)
                .retryPolicy(RetryPolicy.immediate())
                .expiresAfter(Duration.ofMinutes(10))
                .header("h", "v")
                .tag("t"));
    assertThat(schedules().tick()).isEqualTo(new Ticked(0, 0, List.of(), true));
    db.clock().moveTo(NOON.plusSeconds(3_605));

    assertThat(schedules().tick()).isEqualTo(new Ticked(1, 1, List.of(), true));

    Delivery delivery = db.broker().queue("q").dequeue().orElseThrow();
    assertThat(delivery.payload()).containsExactly(0, 1, -1);
    assertThat(delivery.priority()).isEqualTo(8);
    assertThat(delivery.maxRetries()).isEqualTo(5);
    assertThat(delivery.retryPolicy()).contains(RetryPolicy.immediate());
    assertThat(delivery.scheduledAt()).isEqualTo(NOON.plusSeconds(3_600));
    assertThat(delivery.expiresAt().orElseThrow())
        .isBetween(NOON.plusSeconds(4_205), NOON.plusSeconds(4_265));
    assertThat(delivery.tags()).containsExactly("t");
    assertThat(delivery.headers()).containsEntry("h", "v").hasSize(3);
    assertThat(Tick.of(delivery)).contains(new Tick("s", NOON.plusSeconds(3_600)));
    assertThat(delivery.id().version()).isEqualTo(7);
    assertThat(schedules().find("s").orElseThrow().lastAt()).contains(NOON.plusSeconds(3_600));
    assertThat(schedules().find("s").orElseThrow().nextAt()).isEqualTo(NOON.plusSeconds(7_200));
  }

  @Test
  void contentIsThatOfTheSameTaskEnqueuedByHand() {
    schedules().put("s", HOURLY, TASK);
    schedules().runNow("s");
    db.broker().enqueue(TASK);

    assertThat(db.dsl().fetchValues(CELERS_TASKS.CONTENT_HASH)).hasSize(2);
    assertThat(new TreeSet<>(db.dsl().fetchValues(CELERS_TASKS.CONTENT_HASH))).hasSize(1);
  }

  @Test
  void priorityIsThatOfTheQueueAtTheTick() {
    schedules().put("s", HOURLY, TASK);
    db.broker().queue("q").configure(QueueSettings.none().withDefaultPriority(9).withMaxLength(0));
    db.clock().advance(Duration.ofHours(1));

    schedules().tick();

    assertThat(db.broker().queue("q").dequeue().orElseThrow().priority()).isEqualTo(9);
  }

  @Test
  void tasksOfTicksAreCountedAsEnqueued() {
    JooqBroker broker = JooqBroker.on(db.dsl());
    MetricsSource metrics = broker.metrics();
    broker.schedules().put("s", HOURLY, MissedTicks.all(5), TASK);
    db.clock().advance(Duration.ofHours(3));

    broker.schedules().tick();
    db.dsl().transaction(tx -> broker.using(tx).schedules().runNow("s"));

    assertThat(metrics.snapshot(Duration.ZERO).enqueued()).isEqualTo(4);
  }

  @Test
  void dailyTickHappensOnceWhereAnHourIsSkippedOrRepeated() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    schedules().put("s", Cadence.cron("30 2 * * *", berlin), MissedTicks.all(100), TASK);
    for (String after :
        List.of("2027-03-28T00:59:50Z", "2027-03-28T01:00:00Z", "2027-03-28T23:59:00Z")) {
      db.clock().moveTo(Instant.parse(after));
      schedules().tick();
    }
    assertThat(ticks("s")).containsExactly(Instant.parse("2027-03-28T01:00:00Z"));

    schedules().remove("s");
    db.clock().moveTo(Instant.parse("2027-10-30T12:00:00Z"));
    schedules().put("s", Cadence.cron("30 2 * * *", berlin), MissedTicks.all(100), TASK);
    for (String after :
        List.of("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z", "2027-10-31T12:00:00Z")) {
      db.clock().moveTo(Instant.parse(after));
      schedules().tick();
    }
    assertThat(ticks("s"))
        .containsExactly(
            Instant.parse("2027-03-28T01:00:00Z"), Instant.parse("2027-10-31T00:30:00Z"));
  }

  @Test
  void eightThatTickTogetherMakeEachTickOnce() throws Exception {
    Duration second = Duration.ofSeconds(1);
    for (int schedule = 0; schedule < 5; schedule++) {
      schedules().put("s" + schedule, Cadence.every(second), MissedTicks.all(100), TASK);
    }

    List<Integer> enqueued =
        Together.run(
            8,
            thread -> {
              Schedules mine = JooqBroker.on(db.dsl()).schedules();
              int made = 0;
              for (int round = 0; round < 60; round++) {
                if (round % 8 == thread) {
                  db.clock().advance(second);
                }
                made += mine.tick().enqueued();
              }
              return made;
            });

    assertThat(enqueued.stream().mapToInt(made -> made).sum()).isEqualTo(db.tasks());
    for (int schedule = 0; schedule < 5; schedule++) {
      List<Instant> ticks = ticks("s" + schedule);
      assertThat(ticks).hasSizeGreaterThanOrEqualTo(59).doesNotHaveDuplicates();
      for (int i = 0; i < ticks.size(); i++) {
        assertThat(ticks.get(i)).isEqualTo(ticks.get(0).plusSeconds(i));
      }
    }
  }

  @Test
  void stepThatIsRolledBackNeverWas() {
    schedules().put("s", HOURLY, TASK);
    db.clock().advance(Duration.ofHours(1));

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          assertThat(db.broker().using(tx).schedules().tick().enqueued())
                              .isEqualTo(1);
                          throw new IllegalStateException("crash");
                        }))
        .hasMessageContaining("crash");

    assertThat(db.tasks()).isZero();
    assertThat(schedules().tick().enqueued()).isEqualTo(1);
    assertThat(ticks("s")).containsExactly(NOON.plusSeconds(3_600));
  }

  @Test
  void processThatDiesInItsStepLeavesTheTickToTheOthers() throws Exception {
    schedules().put("s", HOURLY, TASK);
    db.clock().advance(Duration.ofHours(1));
    try (Session other = Session.inTransactions(db)) {
      assertThat(other.broker().schedules().tick().enqueued()).isEqualTo(1);
      assertThat(schedules().tick()).isEqualTo(new Ticked(0, 0, List.of(), true));

      db.dsl().execute("select pg_terminate_backend({0})", other.pid());

      Awaitility.await().until(() -> schedules().tick().enqueued() == 1);
    }
    assertThat(ticks("s")).containsExactly(NOON.plusSeconds(3_600));
  }

  @Test
  void scheduleThatWasSetBackDoesNotRepeatATick() {
    schedules().put("s", HOURLY, TASK);
    db.clock().moveTo(NOON.plusSeconds(3_600));
    schedules().tick();
    for (Delivery delivery : db.broker().queue("q").dequeue(10)) {
      db.broker().ack(delivery);
    }
    db.dsl()
        .update(CELERS_SCHEDULES)
        .set(CELERS_SCHEDULES.NEXT_AT, OffsetDateTime.parse("2027-03-27T13:00:00Z"))
        .execute();

    assertThat(schedules().tick()).isEqualTo(new Ticked(0, 1, List.of(), true));

    assertThat(ticks("s")).containsExactly(NOON.plusSeconds(3_600));
  }

  @Test
  void missedTicksAreDoneByPolicy() {
    schedules().put("skip", HOURLY, MissedTicks.skip(), TASK);
    schedules().put("tolerant", HOURLY, MissedTicks.skip(Duration.ofMinutes(45)), TASK);
    schedules().put("one", HOURLY, MissedTicks.one(), TASK);
    schedules().put("two", HOURLY, MissedTicks.all(2), TASK);
    schedules().put("all", HOURLY, MissedTicks.all(100), TASK);
    db.clock().moveTo(NOON.plusSeconds(3 * 3_600 + 1_800));

    assertThat(schedules().tick()).isEqualTo(new Ticked(7, 5, List.of(), true));

    Instant one = NOON.plusSeconds(3_600);
    Instant two = NOON.plusSeconds(7_200);
    Instant three = NOON.plusSeconds(10_800);
    assertThat(ticks("skip")).isEmpty();
    assertThat(ticks("tolerant")).containsExactly(three);
    assertThat(ticks("one")).containsExactly(three);
    assertThat(ticks("two")).containsExactly(two, three);
    assertThat(ticks("all")).containsExactly(one, two, three);
    assertThat(schedules().find("skip").orElseThrow().lastAt()).isEmpty();
    assertThat(schedules().find("skip").orElseThrow().nextAt()).isEqualTo(NOON.plusSeconds(14_400));
  }

  @Test
  void removedWhileOthersTickItEitherTickedOrIsGone() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "s" + round;
      schedules().put(name, Cadence.every(Duration.ofSeconds(1)), TASK);
      db.clock().advance(Duration.ofSeconds(2));

      List<Integer> outcomes =
          Together.run(
              4,
              thread ->
                  thread == 0
                      ? (schedules().remove(name) ? 0 : 100)
                      : JooqBroker.on(db.dsl()).schedules().tick().enqueued());

      assertThat(outcomes.stream().mapToInt(made -> made).sum()).isBetween(0, 1);
      assertThat(ticks(name)).hasSize(outcomes.stream().mapToInt(made -> made).sum());
      assertThat(schedules().find(name)).isEmpty();
    }
  }

  @Test
  void changedMeanwhileItIsTheNewCadenceThatGoesOn() throws Exception {
    schedules().put("s", HOURLY, TASK);
    db.clock().advance(Duration.ofHours(1));
    try (Session other = Session.inTransactions(db)) {
      other.broker().schedules().put("s", Cadence.every(Duration.ofDays(1)), TASK);

      assertThat(schedules().tick()).isEqualTo(new Ticked(0, 0, List.of(), true));
      other.commit();
    }
    assertThat(schedules().tick()).isEqualTo(new Ticked(0, 0, List.of(), true));
    assertThat(schedules().find("s").orElseThrow().nextAt())
        .isEqualTo(Instant.parse("2027-03-28T00:00:00Z"));
  }

  @Test
  void scheduleThatThisProcessCannotReadHoldsNobodyUp() {
    schedules().put("a", HOURLY, TASK);
    schedules().put("b", Cadence.cron("0 * * * *", ZoneId.of("Europe/Berlin")), TASK);
    schedules().put("c", Cadence.cron("0 * * * *", ZoneId.of("Europe/Berlin")), TASK);
    db.dsl().execute("update celers.celers_schedules set zone = 'Mars/Phobos' where name = 'b'");
    db.dsl().execute("update celers.celers_schedules set expression = '@new' where name = 'c'");
    db.clock().advance(Duration.ofHours(1));

    assertThat(schedules().tick()).isEqualTo(new Ticked(1, 1, List.of("b", "c"), true));

    assertThat(ticks("a")).hasSize(1);
    assertThat(schedules().list(10)).hasSize(3);
    assertThatThrownBy(() -> schedules().next("b", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Mars/Phobos");
  }

  @Test
  void runningProcessesTickUntilTheyAreClosed() {
    schedules().put("s", Cadence.every(Duration.ofSeconds(1)), MissedTicks.all(100), TASK);
    Duration look = Duration.ofMillis(20);
    RunningSchedules first = JooqBroker.on(db.dsl()).schedules().start(look);
    RunningSchedules second = JooqBroker.on(db.dsl()).schedules().start(look);
    try (first;
        second) {
      Awaitility.await()
          .until(
              () -> {
                db.clock().advance(Duration.ofSeconds(1));
                return ticks("s").size() >= 20;
              });
      first.close();
      int before = ticks("s").size();
      db.clock().advance(Duration.ofSeconds(1));
      Awaitility.await().until(() -> ticks("s").size() > before);
      assertThat(first.failures() + second.failures()).isZero();
    }
    assertThat(ticks("s")).doesNotHaveDuplicates();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("celers-schedules"));
  }

  @Test
  void failureIsCountedAndTriedAgain() {
    schedules().put("s", HOURLY, TASK);
    db.clock().advance(Duration.ofHours(1));
    db.dsl()
        .execute("alter table celers.celers_tasks add constraint test_stop check (queue <> 'q')");
    try (RunningSchedules running = schedules().start(Duration.ofMillis(20))) {
      try {
        Awaitility.await().until(() -> running.failures() >= 2);
      } finally {
        db.dsl().execute("alter table celers.celers_tasks drop constraint test_stop");
      }
      Awaitility.await().until(() -> ticks("s").size() == 1);
    }
  }

  @Test
  void insideATransactionItCannotStart() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> db.dsl().transaction(tx -> db.broker().using(tx).schedules().start().close()))
        .withMessageContaining("single connection");
  }

  private static Schedules schedules() {
    return db.broker().schedules();
  }

  /** The moments that the tasks of a schedule say they are of, in the order of their ids. */
  private static List<Instant> ticks(String schedule) {
    return db.dsl().selectFrom(CELERS_TASKS).orderBy(CELERS_TASKS.ID).fetch().stream()
        .filter(
            task -> task.getMetadata().data().contains("\"celers-schedule\": \"" + schedule + "\""))
        .map(task -> task.getScheduledAt().toInstant())
        .toList();
  }
}
