package io.celers.broker.examples.reliability.commits;

import io.celers.broker.schedule.Cadence;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;

/** Recurring tasks. */
final class ScheduleVerbs {

  private static final String NAME = "yearly";

  /** Does not come round while a call is repeated. */
  private static final Cadence CADENCE = Cadence.cron("0 0 1 1 *", ZoneOffset.UTC);

  private ScheduleVerbs() {}

  static List<Verb> all() {
    return List.of(
        Verb.of(
            "put a schedule",
            stage -> with -> with.broker().schedules().put(NAME, CADENCE, Stage.task())),
        Verb.of("tick", ScheduleVerbs::tick),
        Verb.once("run a schedule now", ScheduleVerbs::runNow),
        Verb.of("pause a schedule", ScheduleVerbs::pause),
        Verb.of("resume a schedule", ScheduleVerbs::resume),
        Verb.of("remove a schedule", ScheduleVerbs::remove));
  }

  private static void put(Stage stage) {
    stage.broker().schedules().put(NAME, CADENCE, Stage.task());
  }

  private static Verb.Call tick(Stage stage) throws SQLException {
    put(stage);
    stage.makeSchedulesDue();
    return with -> with.broker().schedules().tick().enqueued() + " enqueued";
  }

  private static Verb.Call runNow(Stage stage) {
    put(stage);
    return with -> with.broker().schedules().runNow(NAME).isPresent();
  }

  private static Verb.Call pause(Stage stage) {
    put(stage);
    return with -> with.broker().schedules().pause(NAME);
  }

  private static Verb.Call resume(Stage stage) {
    put(stage);
    stage.broker().schedules().pause(NAME);
    return with -> with.broker().schedules().resume(NAME);
  }

  private static Verb.Call remove(Stage stage) {
    put(stage);
    return with -> with.broker().schedules().remove(NAME);
  }
}
