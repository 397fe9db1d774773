package io.celers.broker.examples.reliability.process;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.schedule.RunningSchedules;
import io.celers.broker.task.NewTask;
import java.time.Duration;

/** One schedule that ticks every second, until SIGTERM. */
final class SchedulerRole {

  private static final Duration LOOK = Duration.ofMillis(200);

  private SchedulerRole() {}

  static void run(Arguments arguments, Recorder recorder) {
    HikariDataSource pool = Connections.pool(arguments, 2);
    JooqBroker broker = Connections.broker(arguments, pool, Duration.ofMinutes(1));
    broker
        .schedules()
        .put(
            "every-second",
            Cadence.every(Duration.ofSeconds(1)),
            MissedTicks.all(MissedTicks.All.MAX),
            NewTask.ofBytes("tick", new byte[0]));
    RunningSchedules running = broker.schedules().start(LOOK);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  running.close();
                  broker.close();
                  pool.close();
                  recorder.record(
                      EventKind.MEASURED, null, null, running.failures(), "failed steps");
                  recorder.close();
                }));
    RoleProcess.ready(arguments);
    RoleProcess.keepAlive();
  }
}
