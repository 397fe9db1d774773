package io.celers.broker.jooq.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.schedule.MissedTicks;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which ticks make tasks when several are due. */
class DueTicksTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Ticks EVERY_MINUTE = new IntervalTicks(Duration.ofMinutes(1));

  @Test
  void tickThatIsDueIsMadeWhateverThePolicy() {
    Instant now = NOON.plusMillis(800);

    for (MissedTicks policy : List.of(MissedTicks.skip(), MissedTicks.one(), MissedTicks.all(3))) {
      assertThat(DueTicks.of(EVERY_MINUTE, policy, NOON, now))
          .isEqualTo(new DueTicks(List.of(NOON), NOON.plusSeconds(60)));
    }
  }

  @Test
  void tickAtTheVeryMomentIsDue() {
    assertThat(DueTicks.of(EVERY_MINUTE, MissedTicks.one(), NOON, NOON).following())
        .isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void oneIsTheLatestHoweverLate() {
    DueTicks due =
        DueTicks.of(EVERY_MINUTE, MissedTicks.one(), NOON, NOON.plus(Duration.ofDays(3000)));

    assertThat(due.made()).containsExactly(NOON.plus(Duration.ofDays(3000)));
  }

  @Test
  void skipLeavesOutWhatIsTooLate() {
    Ticks hourly = new IntervalTicks(Duration.ofHours(1));

    assertThat(DueTicks.of(hourly, MissedTicks.skip(), NOON, NOON.plusSeconds(60)).made())
        .containsExactly(NOON);
    assertThat(DueTicks.of(hourly, MissedTicks.skip(), NOON, NOON.plusSeconds(61)))
        .isEqualTo(new DueTicks(List.of(), NOON.plusSeconds(3600)));
    assertThat(DueTicks.of(hourly, MissedTicks.skip(), NOON, NOON.plusSeconds(7_230)).made())
        .containsExactly(NOON.plusSeconds(7_200));
  }

  @Test
  void allIsEachUpToItsBound() {
    assertThat(DueTicks.of(EVERY_MINUTE, MissedTicks.all(3), NOON, NOON.plusSeconds(125)).made())
        .containsExactly(NOON, NOON.plusSeconds(60), NOON.plusSeconds(120));
    assertThat(DueTicks.of(EVERY_MINUTE, MissedTicks.all(3), NOON, NOON.plusSeconds(600)).made())
        .containsExactly(NOON.plusSeconds(480), NOON.plusSeconds(540), NOON.plusSeconds(600));
  }

  @Test
  void latestTicksOfAnIrregularCronAreThoseOfCounting() {
    Ticks cron = new CronTicks("17,43 8-10,15 1-7 */2 MON", ZoneId.of("Europe/Berlin"));
    Instant first = cron.after(NOON);
    List<Instant> counted = new ArrayList<>();
    for (Instant tick = first;
        tick.isBefore(NOON.plus(Duration.ofDays(400)));
        tick = cron.after(tick)) {
      counted.add(tick);
    }
    Instant now = counted.get(counted.size() - 1).plusSeconds(3);

    DueTicks due = DueTicks.of(cron, MissedTicks.all(40), first, now);

    assertThat(counted).hasSizeGreaterThan(100);
    assertThat(due.made()).isEqualTo(counted.subList(counted.size() - 40, counted.size()));
  }

  @Test
  void tenYearsOfSecondsAreNotCounted() {
    AtomicInteger asked = new AtomicInteger();
    Ticks everySecond = new IntervalTicks(Duration.ofSeconds(1));
    Ticks counting =
        moment -> {
          asked.incrementAndGet();
          return everySecond.after(moment);
        };

    DueTicks.of(counting, MissedTicks.one(), NOON, NOON.plus(Duration.ofDays(3650)));

    assertThat(asked.get()).isLessThan(100);
  }

  @Test
  void intervalsAreMultiplesSince1970() {
    Ticks ticks = new IntervalTicks(Duration.ofMinutes(7));

    Instant tick = ticks.after(NOON);

    assertThat(tick.getEpochSecond() % 420).isZero();
    assertThat(Duration.between(NOON, tick))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofMinutes(7));
    assertThat(ticks.after(tick)).isEqualTo(tick.plusSeconds(420));
    assertThat(ticks.after(tick.minusNanos(1))).isEqualTo(tick);
  }
}
