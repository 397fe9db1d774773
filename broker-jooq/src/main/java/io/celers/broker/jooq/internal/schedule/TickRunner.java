package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.Schedules;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.thread.DaemonLoop;
import io.celers.broker.jooq.internal.thread.Pause;
import io.celers.broker.schedule.RunningSchedules;
import io.celers.broker.schedule.Ticked;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the schedules in one daemon thread. */
final class TickRunner implements RunningSchedules {

  private static final Logger LOG = LoggerFactory.getLogger(TickRunner.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Schedules schedules;
  private final String schema;
  private final Duration lookEvery;
  private final Pause afterFailure;
  private final AtomicLong failures = new AtomicLong();
  private final Set<String> reported = new HashSet<>();
  private final DaemonLoop loop;

  /** Starts. */
  TickRunner(Schedules schedules, String schema, Duration lookEvery) {
    this.schedules = schedules;
    this.schema = schema;
    this.lookEvery = lookEvery;
    // Of the double at most a half is taken off: never sooner than was asked for.
    Duration twice = lookEvery.multipliedBy(2);
    this.afterFailure =
        new Pause(twice, twice.compareTo(LONGEST_PAUSE) > 0 ? twice : LONGEST_PAUSE);
    this.loop = DaemonLoop.start("celers-schedules-" + schema, this::turn);
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    loop.close();
  }

  private Duration turn(DaemonLoop running) {
    try {
      Ticked step;
      do {
        step = schedules.tick();
        step.unreadable().forEach(this::report);
      } while (!step.complete() && step.advanced() > 0 && !running.isStopping());
      afterFailure.reset();
      return lookEvery;
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      LOG.warn("schedules of schema {} cannot tick", schema, e);
      return Duration.ofNanos(afterFailure.next());
    }
  }

  /** Once for each: it stays due until a process comes that can read it. */
  private void report(String schedule) {
    if (reported.add(schedule)) {
      LOG.warn(
          "schedule {} of schema {} is due, but this process cannot read it",
          Text.oneLine(schedule),
          schema);
    }
  }
}
