package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Tables.CELERS_SCHEDULE_ROWS;
import static io.celers.broker.generated.Tables.CELERS_TICK_ROWS;

import io.celers.broker.generated.tables.CelersScheduleRows;
import io.celers.broker.generated.tables.CelersTickRows;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.jooq.internal.wakeup.Topic;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was computed for the schedules of one batch, one list for each column of the statement.
 *
 * <p>Schedules that this process cannot read are left out, and named.
 */
final class ComputedTicks {

  private final List<String> names = new ArrayList<>();
  private final List<String> expressions = new ArrayList<>();
  private final List<@Nullable String> zones = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final List<OffsetDateTime> nexts = new ArrayList<>();
  private final List<OffsetDateTime> followings = new ArrayList<>();
  private final List<@Nullable OffsetDateTime> lasts = new ArrayList<>();
  private final List<String> schedulesOfTicks = new ArrayList<>();
  private final List<UUID> ids = new ArrayList<>();
  private final List<OffsetDateTime> ticks = new ArrayList<>();
  private final Set<Topic> topics = new LinkedHashSet<>();
  private final List<String> unreadable = new ArrayList<>();

  private ComputedTicks() {}

  static ComputedTicks of(List<DueSchedule> due) {
    ComputedTicks computed = new ComputedTicks();
    for (DueSchedule schedule : due) {
      try {
        computed.add(schedule, schedule.ticks());
      } catch (IllegalArgumentException e) {
        // Must not hold up the others; whoever asks for its next ticks is told the reason.
        computed.unreadable.add(schedule.name());
      }
    }
    return computed;
  }

  private void add(DueSchedule schedule, DueTicks due) {
    List<Instant> made = due.made();
    names.add(schedule.name());
    expressions.add(schedule.row().getExpression());
    zones.add(schedule.row().getZone());
    missed.add(schedule.row().getMissedTicks());
    nexts.add(schedule.row().getNextAt());
    followings.add(Times.timestamp(due.following()));
    lasts.add(made.isEmpty() ? null : Times.timestamp(made.get(made.size() - 1)));
    topics.add(Topic.queue(schedule.row().getQueue()));
    for (Instant tick : made) {
      schedulesOfTicks.add(schedule.name());
      ids.add(TickId.of(schedule.name(), tick));
      ticks.add(Times.timestamp(tick));
    }
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** What the tasks may wake somebody for. */
  Stream<Topic> topics() {
    return topics.stream();
  }

  List<String> unreadable() {
    return unreadable;
  }

  CelersScheduleRows schedules() {
    return CELERS_SCHEDULE_ROWS.call(
        names.toArray(String[]::new),
        expressions.toArray(String[]::new),
        zones.toArray(String[]::new),
        missed.toArray(String[]::new),
        nexts.toArray(OffsetDateTime[]::new),
        followings.toArray(OffsetDateTime[]::new),
        lasts.toArray(OffsetDateTime[]::new));
  }

  CelersTickRows ticks() {
    return CELERS_TICK_ROWS.call(
        schedulesOfTicks.toArray(String[]::new),
        ids.toArray(UUID[]::new),
        ticks.toArray(OffsetDateTime[]::new));
  }
}
