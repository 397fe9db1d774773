package io.celers.broker;

import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.RunningSchedules;
import io.celers.broker.schedule.ScheduleDetails;
import io.celers.broker.schedule.Ticked;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Recurring tasks: each tick of a schedule enqueues one task.
 *
 * <p>Schedules are rows. Any number of processes may tick them; each tick makes its task once,
 * because the task and the advance to the next tick are one statement, and because the id of the
 * task is made from the schedule and the tick. When a tick is due is decided by the clock of the
 * database.
 *
 * <p>Every call joins the transaction of the broker it came from. Inside a transaction a schedule
 * that was changed does not tick until that transaction ends. Names have 1 to 255 bytes. Safe for
 * use by many threads and processes.
 */
public interface Schedules {

  /** Most schedules that one step looks at: 1,000. */
  int MAX_DUE = 1_000;

  /** Most schedules of a list, and most ticks of a preview: 1,000. */
  int MAX_LIST = 1_000;

  /** How often a running process looks for due schedules unless it is told: every second. */
  Duration DEFAULT_LOOK = Duration.ofSeconds(1);

  /** As {@link #put(String, Cadence, MissedTicks, NewTask)}, with {@link MissedTicks#DEFAULT}. */
  default boolean put(String name, Cadence cadence, NewTask<?> task) {
    return put(name, cadence, MissedTicks.DEFAULT, task);
  }

  /**
   * Makes a schedule, or changes the one of this name. Meant to be called by every process at every
   * start; of two that put different ones, the last wins.
   *
   * <p>A new schedule first ticks at its next time, not now. A schedule that was there goes on as
   * before, paused or not; its next tick is computed anew if and only if the cadence changed.
   *
   * @param task what each tick enqueues: payload, queue, priority, retries, headers, tags and time
   *     to live as for {@link Broker#enqueue}; the payload is encoded here, once. A maximum length
   *     of the queue does not hold ticks back
   * @return false if the schedule was there, just so
   * @throws IllegalArgumentException if the cron expression is none or never ticks, or the task has
   *     a due time, an expiry that is a moment, an idempotency key or an id: each tick has its own
   */
  boolean put(String name, Cadence cadence, MissedTicks missed, NewTask<?> task);

  /** Looks one up; empty if there is none of that name. */
  Optional<ScheduleDetails> find(String name);

  /**
   * The first schedules in the order of their names, byte by byte.
   *
   * @param limit most schedules, 1 to 1,000
   */
  List<ScheduleDetails> list(int limit);

  /** As {@link #list(int)}, from behind a name on, whether there is a schedule of it or not. */
  List<ScheduleDetails> list(int limit, String after);

  /**
   * When a schedule will tick, the next moment first; of a paused one, when it would if it were
   * resumed now. Empty if there is none of that name.
   *
   * @param count how many ticks, 1 to 1,000
   * @throws IllegalArgumentException if this process knows neither its zone nor its expression
   */
  List<Instant> next(String name, int count);

  /** When a schedule of this cadence would tick from now on, by the clock of the database. */
  List<Instant> next(Cadence cadence, int count);

  /**
   * Lets a schedule tick no more, until it is resumed; its tasks stay where they are.
   *
   * @return false if there is no such schedule, or it is paused already
   */
  boolean pause(String name);

  /**
   * Lets a paused schedule tick again, from its next time on: ticks of the pause are left out.
   *
   * @return false if there is no such schedule, or it is not paused
   */
  boolean resume(String name);

  /**
   * Deletes a schedule; its tasks stay where they are.
   *
   * @return false if there is no such schedule
   */
  boolean remove(String name);

  /**
   * Enqueues a task of a schedule now, besides its ticks, even if it is paused.
   *
   * @return the id of the task; empty if there is no such schedule
   */
  Optional<UUID> runNow(String name);

  /**
   * One step: enqueues the tasks of ticks that are due, and sets each schedule to its next tick.
   * Looks at up to {@value #MAX_DUE} schedules, a hundred in each statement; outside of a
   * transaction each of these is atomic by itself. Schedules that others are dealing with are
   * passed over.
   */
  Ticked tick();

  /** As {@link #start(Duration)}, every second. */
  default RunningSchedules start() {
    return start(DEFAULT_LOOK);
  }

  /**
   * Does such steps in one daemon thread until it is closed. May run in as many processes as you
   * like; one suffices, and more are for the case that it dies.
   *
   * @param lookEvery pause between two looks, above zero, at most ten years; a tick is late by up
   *     to so much. A look that finds nothing is one probe of an index
   * @throws IllegalStateException for a broker on a single connection, as in a transaction
   */
  RunningSchedules start(Duration lookEvery);
}
