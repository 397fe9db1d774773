package io.celers.broker.schedule;

import io.celers.broker.task.StoredTask;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which tick of which schedule made a task. Carried in two headers of the task, so that a handler
 * can work on the period that ended at the tick, however late it runs.
 *
 * @param schedule name of the schedule
 * @param at when it ticked; for a task of {@link io.celers.broker.Schedules#runNow}, when that was
 */
public record Tick(String schedule, Instant at) {

  /** Header that holds the name of the schedule. */
  public static final String SCHEDULE_HEADER = "celers-schedule";

  /** Header that holds the moment of the tick, in UTC, to the microsecond. */
  public static final String AT_HEADER = "celers-tick";

  /** The tick that made a task, as it is in its headers; empty if no schedule did. */
  public static Optional<Tick> of(StoredTask task) {
    Map<String, String> headers = task.headers();
    String schedule = headers.get(SCHEDULE_HEADER);
    String at = headers.get(AT_HEADER);
    return schedule == null || at == null
        ? Optional.empty()
        : Optional.of(new Tick(schedule, Instant.parse(at)));
  }
}
