package io.celers.broker.jooq.internal.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The times of a cron expression on the clocks of a zone.
 *
 * <p>The library is asked for local times alone, in UTC, where no clock is changed. What a change
 * does to a tick is decided here, as {@link io.celers.broker.schedule.Cadence.Cron} says.
 */
final class CronTicks implements Ticks {

  private static final CronDefinition FIVE_FIELDS =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

  /** The same with seconds in front. */
  private static final CronDefinition SIX_FIELDS =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .withValidRange(0, 59)
          .and()
          .withMinutes()
          .withValidRange(0, 59)
          .and()
          .withHours()
          .withValidRange(0, 23)
          .and()
          .withDayOfMonth()
          .withValidRange(1, 31)
          .and()
          .withMonth()
          .withValidRange(1, 12)
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .and()
          .instance();

  private final String expression;
  private final ExecutionTime times;
  private final boolean everyHour;
  private final ZoneRules rules;

  CronTicks(String expression, ZoneId zone) {
    Cron cron = parse(expression);
    this.expression = expression;
    this.times = ExecutionTime.forCron(cron);
    this.everyHour = cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
    this.rules = zone.getRules();
  }

  @Override
  public Instant after(Instant moment) {
    return everyHour ? byTimeThatPasses(moment) : byClockOnTheWall(moment);
  }

  /** The local times of one offset after the other: each change begins a new stretch. */
  private Instant byTimeThatPasses(Instant moment) {
    ZoneOffset offset = rules.getOffset(moment);
    LocalDateTime local = LocalDateTime.ofInstant(moment, offset);
    ZoneOffsetTransition change = rules.nextTransition(moment);
    while (true) {
      Instant tick = localAfter(local).toInstant(offset);
      if (change == null || tick.isBefore(change.getInstant())) {
        return tick;
      }
      offset = change.getOffsetAfter();
      local = change.getDateTimeAfter().minusSeconds(1);
      change = rules.nextTransition(change.getInstant());
    }
  }

  /** Local times in their order; one that is skipped counts as the moment of the change. */
  private Instant byClockOnTheWall(Instant moment) {
    LocalDateTime tick = localAfter(wallClock(moment));
    ZoneOffsetTransition change = rules.getTransition(tick);
    return change != null && change.isGap()
        ? change.getInstant()
        : tick.toInstant(rules.getOffset(tick)); // of a repeated time the earlier one
  }

  /** Local time; while an hour is repeated, the last second of it, as its ticks are done. */
  private LocalDateTime wallClock(Instant moment) {
    ZoneOffset offset = rules.getOffset(moment);
    LocalDateTime local = LocalDateTime.ofInstant(moment, offset);
    ZoneOffsetTransition change = rules.getTransition(local);
    return change != null && offset.equals(change.getOffsetAfter())
        ? change.getDateTimeBefore().minusSeconds(1)
        : local;
  }

  private LocalDateTime localAfter(LocalDateTime local) {
    return times
        .nextExecution(local.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime)
        .orElseThrow(
            () -> new IllegalArgumentException("cron expression " + expression + " never ticks"));
  }

  private static Cron parse(String expression) {
    boolean withSeconds = expression.chars().filter(c -> c == ' ').count() == 5;
    try {
      return new CronParser(withSeconds ? SIX_FIELDS : FIVE_FIELDS).parse(expression).validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not a cron expression: " + expression + ": " + e.getMessage(), e);
    }
  }
}
