package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_SCHEDULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Schedules;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.ScheduleDetails;
import io.celers.broker.schedule.Tick;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules as rows: put, looked at, paused, removed. */
class SchedulesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private record Report(String kind) {}

  private static final TaskType<Report> REPORT =
      TaskType.of("report", Report.class).queue("reports");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Cadence DAILY = Cadence.cron("30 2 * * *", BERLIN);
  private static final Cadence HOURLY = Cadence.every(Duration.ofHours(1));
  private static final Instant EVE_OF_SUMMER_TIME = Instant.parse("2027-03-27T12:00:00Z");

  @BeforeEach
  void stopGuessing() {
    db.clock().moveTo(EVE_OF_SUMMER_TIME);
  }

  @Test
  void newScheduleTicksAtItsNextTime() {
    boolean put =
        schedules().put("daily", DAILY, MissedTicks.all(5), daily().priority(7).maxRetries(9));

    ScheduleDetails daily = schedules().find("daily").orElseThrow();
    assertThat(put).isTrue();
    assertThat(daily.name()).isEqualTo("daily");
    assertThat(daily.expression()).isEqualTo("30 2 * * *");
    assertThat(daily.zone()).contains("Europe/Berlin");
    assertThat(daily.missed()).isEqualTo(MissedTicks.all(5));
    assertThat(daily.queue()).isEqualTo("reports");
    assertThat(daily.taskName()).isEqualTo("report");
    assertThat(daily.priority()).isEqualTo(OptionalInt.of(7));
    assertThat(daily.maxRetries()).isEqualTo(9);
    assertThat(daily.nextAt()).isEqualTo("2027-03-28T01:00:00Z");
    assertThat(daily.lastAt()).isEmpty();
    assertThat(daily.pausedAt()).isEmpty();
    assertThat(daily.createdAt()).isBetween(EVE_OF_SUMMER_TIME, EVE_OF_SUMMER_TIME.plusSeconds(60));
    assertThat(daily).hasToString("schedule daily, 30 2 * * * in Europe/Berlin");
  }

  @Test
  void previewIsByTheClockOfTheDatabaseAndKnowsSummerTime() {
    schedules().put("daily", DAILY, daily());

    assertThat(schedules().next("daily", 3))
        .containsExactly(
            Instant.parse("2027-03-28T01:00:00Z"),
            Instant.parse("2027-03-29T00:30:00Z"),
            Instant.parse("2027-03-30T00:30:00Z"))
        .isEqualTo(schedules().next(DAILY, 3));
    assertThat(schedules().next("unknown", 3)).isEmpty();
    assertThat(schedules().next(HOURLY, 1)).containsExactly(EVE_OF_SUMMER_TIME.plusSeconds(3600));
  }

  @Test
  void theSameAgainChangesNothing() {
    NewTask<Report> task =
        daily()
            .header("h", "v")
            .tag("t")
            .expiresAfter(Duration.ofHours(3))
            .retryPolicy(RetryPolicy.immediate());
    schedules().put("daily", DAILY, task);
    Object before = row("daily");
    db.clock().advance(Duration.ofDays(2));

    boolean changed = schedules().put("daily", DAILY, task);

    assertThat(changed).isFalse();
    assertThat(row("daily")).isEqualTo(before);
  }

  @Test
  void changedTaskOrPolicyKeepsTheNextTick() {
    schedules().put("daily", DAILY, daily());
    Instant next = schedules().find("daily").orElseThrow().nextAt();
    db.clock().advance(Duration.ofDays(2));

    assertThat(schedules().put("daily", DAILY, REPORT.with(new Report("other")))).isTrue();
    assertThat(
            schedules().put("daily", DAILY, MissedTicks.skip(), REPORT.with(new Report("other"))))
        .isTrue();

    assertThat(schedules().find("daily").orElseThrow().nextAt()).isEqualTo(next);
  }

  @Test
  void changedCadenceOrZoneBeginsAnew() {
    schedules().put("s", DAILY, daily());

    assertThat(schedules().put("s", Cadence.cron("30 2 * * *", ZoneOffset.UTC), daily())).isTrue();
    assertThat(schedules().find("s").orElseThrow().nextAt()).isEqualTo("2027-03-28T02:30:00Z");

    assertThat(schedules().put("s", HOURLY, daily())).isTrue();
    assertThat(schedules().find("s").orElseThrow().nextAt()).isEqualTo("2027-03-27T13:00:00Z");
    assertThat(schedules().find("s").orElseThrow().zone()).isEmpty();
  }

  @Test
  void ofTwoThatPutDifferentOnesTheLastWins() {
    JooqBroker other = JooqBroker.on(db.dsl());

    schedules().put("s", DAILY, daily());
    other.schedules().put("s", HOURLY, daily().queue("elsewhere"));

    ScheduleDetails won = schedules().find("s").orElseThrow();
    assertThat(won.expression()).isEqualTo("PT1H");
    assertThat(won.queue()).isEqualTo("elsewhere");
    assertThat(schedules().list(10)).hasSize(1);
  }

  @Test
  void listIsInTheOrderOfNamesPageByPage() {
    for (String name : List.of("b", "a", "ä", "B", "c")) {
      schedules().put(name, HOURLY, daily());
    }

    assertThat(names(schedules().list(2))).containsExactly("B", "a");
    assertThat(names(schedules().list(2, "a"))).containsExactly("b", "c");
    assertThat(names(schedules().list(2, "c"))).containsExactly("ä");
    assertThat(names(schedules().list(2, "ä"))).isEmpty();
    assertThat(schedules().list(1).get(0).priority()).isEmpty();
  }

  @Test
  void pausedScheduleDoesNotTickAndGoesOnFromNow() {
    schedules().put("s", HOURLY, MissedTicks.all(100), daily());

    assertThat(schedules().pause("s")).isTrue();
    assertThat(schedules().pause("s")).isFalse();
    db.clock().advance(Duration.ofHours(5));

    assertThat(schedules().tick().enqueued()).isZero();
    assertThat(schedules().find("s").orElseThrow().pausedAt()).isPresent();
    assertThat(schedules().next("s", 1)).containsExactly(EVE_OF_SUMMER_TIME.plusSeconds(6 * 3600));

    assertThat(schedules().resume("s")).isTrue();
    assertThat(schedules().resume("s")).isFalse();
    assertThat(schedules().tick().enqueued()).isZero();
    assertThat(schedules().find("s").orElseThrow().nextAt())
        .isEqualTo(EVE_OF_SUMMER_TIME.plusSeconds(6 * 3600));
  }

  @Test
  void putLeavesAPausedSchedulePaused() {
    schedules().put("s", HOURLY, daily());
    schedules().pause("s");

    schedules().put("s", DAILY, daily());

    assertThat(schedules().find("s").orElseThrow().pausedAt()).isPresent();
  }

  @Test
  void removedScheduleIsGoneAndItsTasksStay() {
    schedules().put("s", HOURLY, daily());
    schedules().runNow("s");

    assertThat(schedules().remove("s")).isTrue();

    assertThat(schedules().remove("s")).isFalse();
    assertThat(schedules().find("s")).isEmpty();
    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereCannotBePausedResumedOrRun() {
    assertThat(schedules().pause("s")).isFalse();
    assertThat(schedules().resume("s")).isFalse();
    assertThat(schedules().runNow("s")).isEmpty();
  }

  @Test
  void runNowIsATaskOfItsOwnAndMovesNoTick() {
    schedules().put("s", HOURLY, daily());
    schedules().pause("s");
    Object before = row("s");

    UUID first = schedules().runNow("s").orElseThrow();
    UUID second = schedules().runNow("s").orElseThrow();

    List<Delivery> deliveries = db.broker().queue("reports").dequeue(10);
    assertThat(deliveries).extracting(Delivery::id).containsExactly(first, second);
    Tick tick = Tick.of(deliveries.get(0)).orElseThrow();
    assertThat(tick.schedule()).isEqualTo("s");
    assertThat(tick.at()).isBetween(EVE_OF_SUMMER_TIME, EVE_OF_SUMMER_TIME.plusSeconds(60));
    assertThat(db.broker().payload(deliveries.get(0), REPORT).orElseThrow())
        .isEqualTo(new Report("daily"));
    assertThat(row("s")).isEqualTo(before);
  }

  @Test
  void everyCallJoinsTheCallersTransaction() {
    schedules().put("kept", HOURLY, daily());

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          Schedules mine = db.broker().using(tx).schedules();
                          mine.put("new", DAILY, daily());
                          assertThat(mine.find("new")).isPresent();
                          assertThat(mine.runNow("new")).isPresent();
                          assertThat(mine.pause("new")).isTrue();
                          assertThat(mine.resume("new")).isTrue();
                          assertThat(mine.remove("kept")).isTrue();
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessageContaining("rolled back");

    assertThat(names(schedules().list(10))).containsExactly("kept");
    assertThat(db.tasks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; drop table celers_schedules; --",
        "a\"b\\c",
        "%_",
        "ü 世 \uD83D\uDE80",
        " ",
        "\n"
      })
  void anyNameWillDo(String name) {
    schedules().put(name, HOURLY, daily());
    db.clock().advance(Duration.ofHours(1));

    assertThat(schedules().tick().enqueued()).isEqualTo(1);

    Delivery delivery = db.broker().queue("reports").dequeue().orElseThrow();
    assertThat(Tick.of(delivery).orElseThrow())
        .isEqualTo(new Tick(name, EVE_OF_SUMMER_TIME.plusSeconds(3600)));
    assertThat(schedules().find(name).orElseThrow().name()).isEqualTo(name);
    assertThat(schedules().remove(name)).isTrue();
  }

  @Test
  void namesOutsideTheRangeAreRefused() {
    for (String name : List.of("", "x".repeat(256), "a\0b", "\uD800")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> schedules().put(name, HOURLY, daily()))
          .withMessageContaining("name of schedule");
    }
  }

  @Test
  void taskThatBringsWhatATickGivesIsRefused() {
    Instant moment = EVE_OF_SUMMER_TIME;
    for (NewTask<Report> task :
        List.of(
            daily().at(moment),
            daily().after(Duration.ofSeconds(1)),
            daily().expiresAt(moment),
            daily().id(UUID.randomUUID()),
            daily().idempotencyKey("k"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> schedules().put("s", HOURLY, task))
          .withMessageContaining("the tasks of a schedule");
    }
  }

  @Test
  void headersLeaveRoomForTheTick() {
    NewTask<Report> full =
        IntStream.range(0, 63)
            .boxed()
            .reduce(daily(), (task, i) -> task.header("h" + i, ""), (one, other) -> one);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedules().put("s", HOURLY, full))
        .withMessageContaining("number of headers");
  }

  @Test
  void expressionThatNeverTicksIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedules().put("s", Cadence.cron("0 0 30 2 *", BERLIN), daily()))
        .withMessageContaining("never ticks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedules().next(Cadence.cron("0 25 * * *", BERLIN), 1))
        .withMessageContaining("0 25 * * *");
  }

  @Test
  void countsOutsideTheRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> schedules().list(0));
    assertThatIllegalArgumentException().isThrownBy(() -> schedules().next("s", 1_001));
    assertThatIllegalArgumentException().isThrownBy(() -> schedules().next(HOURLY, 0));
  }

  private static NewTask<Report> daily() {
    return REPORT.with(new Report("daily"));
  }

  private static Schedules schedules() {
    return db.broker().schedules();
  }

  private static Object row(String name) {
    return db.dsl().fetchSingle(CELERS_SCHEDULES, CELERS_SCHEDULES.NAME.eq(name));
  }

  private static List<String> names(List<ScheduleDetails> schedules) {
    return schedules.stream().map(ScheduleDetails::name).toList();
  }
}
