package io.celers.broker.jooq.internal.schedule;

import static io.celers.broker.generated.Routines.celersNow;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.celers.broker.Schedules;
import io.celers.broker.generated.tables.records.CelersSchedulesRecord;
import io.celers.broker.jooq.internal.enqueue.EncodeTask;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.RunningSchedules;
import io.celers.broker.schedule.ScheduleDetails;
import io.celers.broker.schedule.Ticked;
import io.celers.broker.task.Limits;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Schedules on one connection. */
public final class JooqSchedules implements Schedules {

  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  /** Schedules in one statement, each of which makes up to a hundred tasks. */
  private static final int BATCH = 100;

  private static final String TICK = "tick";

  private final Database database;
  private final EncodeTask encoder;
  private final Measurements measurements;
  private final Optional<Channel> channel;

  /**
   * On this connection, with tasks that this encoder makes rows of.
   *
   * @param channel where to notify those who sleep on the queues; empty if they are not to be
   */
  public JooqSchedules(
      Database database, EncodeTask encoder, Measurements measurements, Optional<Channel> channel) {
    this.database = database;
    this.encoder = encoder;
    this.measurements = measurements;
    this.channel = channel;
  }

  @Override
  public boolean put(String name, Cadence cadence, MissedTicks missed, NewTask<?> task) {
    CelersSchedulesRecord schedule =
        ScheduledTask.encode(encoder, requireName(name), cadence, missed, task);
    Ticks ticks = Ticks.of(cadence);
    schedule.setNextAt(Times.timestamp(ticks.after(now())));
    return database.run("put schedule", db -> PutSchedule.execute(db, schedule));
  }

  @Override
  public Optional<ScheduleDetails> find(String name) {
    return database.run("find schedule", db -> FindSchedules.one(db, requireName(name)));
  }

  @Override
  public List<ScheduleDetails> list(int limit) {
    return behind("", limit);
  }

  @Override
  public List<ScheduleDetails> list(int limit, String after) {
    return behind(requireName(after), limit);
  }

  @Override
  public List<Instant> next(String name, int count) {
    requireCount("count", count);
    Optional<DueSchedule> found = withTime("find next ticks", name);
    if (found.isEmpty()) {
      return List.of();
    }
    DueSchedule schedule = found.get();
    Ticks ticks = Ticks.stored(schedule.row().getExpression(), schedule.row().getZone());
    boolean paused = schedule.row().getPausedAt() != null;
    return ticks.from(
        paused ? ticks.after(schedule.now()) : schedule.row().getNextAt().toInstant(), count);
  }

  @Override
  public List<Instant> next(Cadence cadence, int count) {
    requireCount("count", count);
    Ticks ticks = Ticks.of(cadence);
    return ticks.from(ticks.after(now()), count);
  }

  @Override
  public boolean pause(String name) {
    return database.run("pause schedule", db -> PauseSchedule.execute(db, requireName(name)));
  }

  @Override
  public boolean resume(String name) {
    while (true) {
      Optional<DueSchedule> found = withTime("resume schedule", name);
      if (found.isEmpty() || found.get().row().getPausedAt() == null) {
        return false;
      }
      DueSchedule paused = found.get();
      Instant next =
          Ticks.stored(paused.row().getExpression(), paused.row().getZone()).after(paused.now());
      if (database.run("resume schedule", db -> PauseSchedule.undo(db, paused, next))) {
        return true;
      }
      // Somebody resumed, removed or changed it meanwhile.
    }
  }

  @Override
  public boolean remove(String name) {
    return database.run("remove schedule", db -> RemoveSchedule.execute(db, requireName(name)));
  }

  @Override
  public Optional<UUID> runNow(String name) {
    UUID id = IDS.generate();
    Optional<String> task =
        database.run("run schedule", db -> RunSchedule.execute(db, requireName(name), id));
    task.ifPresent(made -> measure(Map.of(id, made)));
    return task.map(made -> id);
  }

  @Override
  public Ticked tick() {
    List<String> unreadable = new ArrayList<>();
    int enqueued = 0;
    int advanced = 0;
    DueSchedule last = null;
    for (int looked = 0; looked < MAX_DUE; looked += BATCH) {
      List<DueSchedule> due = due(last);
      ComputedTicks computed = ComputedTicks.of(due);
      unreadable.addAll(computed.unreadable());
      if (!computed.isEmpty()) {
        AdvanceSchedules.Advanced step =
            database.run(TICK, db -> AdvanceSchedules.execute(db, computed, channel));
        measure(step.tasks());
        enqueued += step.tasks().size();
        advanced += step.schedules();
      }
      if (due.size() < BATCH) {
        return new Ticked(enqueued, advanced, unreadable, true);
      }
      last = due.get(due.size() - 1);
    }
    return new Ticked(enqueued, advanced, unreadable, false);
  }

  @Override
  public RunningSchedules start(Duration lookEvery) {
    Limits.requirePositive("lookEvery", lookEvery);
    if (database.isOnOneConnection()) {
      throw new IllegalStateException(
          "schedules that run need a broker that takes its connections from a data source; this"
              + " one is on a single connection, perhaps in a transaction");
    }
    return new TickRunner(this, database.schema(), lookEvery);
  }

  private void measure(Map<UUID, String> tasks) {
    if (measurements.isOn() && !tasks.isEmpty()) {
      Map<String, Long> byName =
          tasks.values().stream().collect(groupingBy(identity(), counting()));
      measurements.enqueued(database, tasks.keySet().iterator().next(), byName);
    }
  }

  private List<DueSchedule> due(@Nullable DueSchedule last) {
    return database.run(TICK, db -> FindDueSchedules.execute(db, last, BATCH));
  }

  private Optional<DueSchedule> withTime(String verb, String name) {
    return database.run(verb, db -> FindSchedules.withTime(db, requireName(name)));
  }

  private List<ScheduleDetails> behind(String name, int limit) {
    requireCount("limit", limit);
    return database.run("list schedules", db -> FindSchedules.behind(db, name, limit));
  }

  private Instant now() {
    return database.run(
        "read clock", db -> db.select(celersNow()).fetchSingle().value1().toInstant());
  }

  private static void requireCount(String what, int count) {
    Limits.requireInRange(what, count, 1, MAX_LIST);
  }

  private static String requireName(String name) {
    return Limits.requireName("name of schedule", name);
  }
}
