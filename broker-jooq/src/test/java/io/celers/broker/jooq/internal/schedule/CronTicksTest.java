package io.celers.broker.jooq.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cron expressions to moments, above all where clocks are changed. Days are looked up, not
 * computed.
 */
class CronTicksTest {

  @Test
  void dailyTickInTheSkippedHourHappensWhenTheHourIsSkipped() {
    assertTicks(
        "30 2 * * *",
        "Europe/Berlin",
        "2026-03-27T12:00+01:00",
        "2026-03-28T02:30+01:00",
        "2026-03-29T03:00+02:00",
        "2026-03-30T02:30+02:00");
    assertTicks(
        "30 2 * * *",
        "America/New_York",
        "2026-03-07T12:00-05:00",
        "2026-03-08T03:00-04:00",
        "2026-03-09T02:30-04:00");
  }

  @Test
  void dailyTickInTheRepeatedHourHappensInTheFirstOfThem() {
    assertTicks(
        "30 2 * * *",
        "Europe/Berlin",
        "2026-10-24T12:00+02:00",
        "2026-10-25T02:30+02:00",
        "2026-10-26T02:30+01:00");
    assertTicks(
        "30 1 * * *",
        "America/New_York",
        "2026-10-31T12:00-04:00",
        "2026-11-01T01:30-04:00",
        "2026-11-02T01:30-05:00");
  }

  @Test
  void insideTheSecondOfTheRepeatedHoursADailyTickIsDone() {
    assertTicks("45 2 * * *", "Europe/Berlin", "2026-10-25T02:30+01:00", "2026-10-26T02:45+01:00");
    assertTicks(
        "0 3 * * *", "Europe/Berlin", "2026-10-25T02:59:59.9+01:00", "2026-10-25T03:00+01:00");
  }

  @Test
  void dailyTickBesideTheChangeStaysAtItsTime() {
    assertTicks(
        "0 17 * * *",
        "America/New_York",
        "2026-03-07T17:00-05:00",
        "2026-03-08T17:00-04:00",
        "2026-03-09T17:00-04:00");
    assertTicks(
        "59 1 * * *",
        "Europe/Berlin",
        "2026-03-28T02:00+01:00",
        "2026-03-29T01:59+01:00",
        "2026-03-30T01:59+02:00");
  }

  @Test
  void hourlyTicksGoByTheTimeThatPasses() {
    assertTicks(
        "7 * * * *",
        "Europe/Berlin",
        "2026-03-29T00:30+01:00",
        "2026-03-29T01:07+01:00",
        "2026-03-29T03:07+02:00",
        "2026-03-29T04:07+02:00");
    assertTicks(
        "7 * * * *",
        "Europe/Berlin",
        "2026-10-25T01:30+02:00",
        "2026-10-25T02:07+02:00",
        "2026-10-25T02:07+01:00",
        "2026-10-25T03:07+01:00");
    assertTicks(
        "*/30 * * * *",
        "America/New_York",
        "2026-11-01T00:45-04:00",
        "2026-11-01T01:00-04:00",
        "2026-11-01T01:30-04:00",
        "2026-11-01T01:00-05:00",
        "2026-11-01T01:30-05:00",
        "2026-11-01T02:00-05:00");
  }

  @Test
  void severalTicksInTheSkippedHourAreOne() {
    assertTicks(
        "*/20 1-3 * * *",
        "Europe/Berlin",
        "2026-03-29T01:30+01:00",
        "2026-03-29T01:40+01:00",
        "2026-03-29T03:00+02:00",
        "2026-03-29T03:20+02:00");
  }

  @Test
  void midnightThatIsSkippedIsTheFirstMomentOfTheDay() {
    assertTicks(
        "0 0 * * *",
        "America/Sao_Paulo",
        "2018-11-03T12:00-03:00",
        "2018-11-04T01:00-02:00",
        "2018-11-05T00:00-02:00");
    assertTicks(
        "0 0 * * *",
        "Asia/Beirut",
        "2024-03-30T12:00+02:00",
        "2024-03-31T01:00+03:00",
        "2024-04-01T00:00+03:00");
  }

  @Test
  void midnightThatIsRepeatedIsTheFirstOfThem() {
    // 00:00 on the 27th became 23:00 on the 26th again.
    assertTicks(
        "30 23 * * *",
        "Asia/Beirut",
        "2024-10-26T12:00+03:00",
        "2024-10-26T23:30+03:00",
        "2024-10-27T23:30+02:00");
  }

  @Test
  void dayThatWasSkippedTicksOnceWhenItIsSkipped() {
    // Samoa crossed the date line: the 30th did not exist.
    assertTicks(
        "0 12 * * *",
        "Pacific/Apia",
        "2011-12-29T13:00-10:00",
        "2011-12-31T00:00+14:00",
        "2011-12-31T12:00+14:00");
  }

  @Test
  void changeOfHalfAnHourIsNoHour() {
    assertTicks(
        "45 * * * *",
        "Australia/Lord_Howe",
        "2026-04-05T01:00+11:00",
        "2026-04-05T01:45+11:00",
        "2026-04-05T01:45+10:30",
        "2026-04-05T02:45+10:30");
  }

  @Test
  void zoneOfAFixedOffsetHasNoChanges() {
    assertTicks("30 2 * * *", "+01:00", "2026-03-28T12:00+01:00", "2026-03-29T02:30+01:00");
  }

  @Test
  void firstFieldOfSixIsTheSecond() {
    assertTicks(
        "*/20 * * * * *",
        "UTC",
        "2026-01-01T00:00:19.999999Z",
        "2026-01-01T00:00:20Z",
        "2026-01-01T00:00:40Z",
        "2026-01-01T00:01:00Z");
  }

  @Test
  void ofTwoRestrictedDaysEitherSuffices() {
    assertTicks(
        "0 0 13 * 5",
        "UTC",
        "2026-03-07T00:00Z",
        "2026-03-13T00:00Z",
        "2026-03-20T00:00Z",
        "2026-03-27T00:00Z",
        "2026-04-03T00:00Z",
        "2026-04-10T00:00Z",
        "2026-04-13T00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "0 9 * * MON-FRI, 2026-11-20T09:00Z, 2026-11-23T09:00Z",
    "0 0 * * 7,       2026-11-18T00:00Z, 2026-11-22T00:00Z",
    "0 0 * * 0,       2026-11-18T00:00Z, 2026-11-22T00:00Z",
    "0 0 1 jan *,     2026-11-18T00:00Z, 2027-01-01T00:00Z",
    "0 0 31 * *,      2026-08-31T00:00Z, 2026-10-31T00:00Z",
    "0 0 29 2 *,      2096-02-29T00:00Z, 2104-02-29T00:00Z",
    "5 4 * * *,       2026-12-31T04:05Z, 2027-01-01T04:05Z",
    "1-59/2 * * * *,  2026-01-01T00:59Z, 2026-01-01T01:01Z",
    "'0 0 1,15 * *',  2026-01-02T00:00Z, 2026-01-15T00:00Z"
  })
  void fieldsMeanWhatCrontabSays(String expression, String after, String tick) {
    assertTicks(expression, "UTC", after, tick);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "*/90 * * * *",
        "5-1 * * * *",
        "x * * * *",
        "0 0 L * *",
        "* * * * * 9",
        "-1 * * * *",
        "1- * * * *",
        "0 0 * FOO *",
        ", * * * *"
      })
  void otherFieldsAreRefused(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CronTicks(expression, ZoneOffset.UTC))
        .withMessageContaining(expression);
  }

  @Test
  void expressionThatNeverTicksIsFoundOut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CronTicks("0 0 30 2 *", ZoneOffset.UTC).after(Instant.EPOCH))
        .withMessageContaining("never ticks");
  }

  private static void assertTicks(String expression, String zone, String after, String... ticks) {
    CronTicks cron = new CronTicks(expression, ZoneId.of(zone));

    List<Instant> found = cron.from(cron.after(at(after)), ticks.length);

    assertThat(found)
        .containsExactly(List.of(ticks).stream().map(CronTicksTest::at).toArray(Instant[]::new));
  }

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }
}
