package io.celers.broker.examples.reliability.commits;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.util.List;

/** What keeps the tables in order. */
final class MaintenanceVerbs {

  private static final RetentionPolicy NOTHING_IS_KEPT =
      RetentionPolicy.after(Stage.MOMENT).keepArchived(Stage.MOMENT);
  private static final RequeuePolicy AT_ONCE =
      RequeuePolicy.of(DeadLetterQuery.all()).backOff(RetryPolicy.immediate());

  private MaintenanceVerbs() {}

  static List<Verb> all() {
    return List.of(
        Verb.of("reap", MaintenanceVerbs::reap),
        Verb.of("recoverStuck", MaintenanceVerbs::recoverStuck),
        Verb.of("archive", MaintenanceVerbs::archive),
        Verb.of("purge the archive", MaintenanceVerbs::purge),
        Verb.of("sweep", MaintenanceVerbs::sweep),
        Verb.of("requeue by policy", MaintenanceVerbs::requeue),
        Verb.of("delete a result", MaintenanceVerbs::deleteResult),
        Verb.of("archive results", MaintenanceVerbs::archiveResults),
        Verb.of("purge expired results", MaintenanceVerbs::purgeResults));
  }

  private static Verb.Call reap(Stage stage) {
    stage
        .broker()
        .enqueueAll(
            List.of(
                Stage.task().maxRetries(0).priority(9),
                Stage.task().maxRetries(0).priority(9),
                Stage.task().expiresAfter(Stage.MOMENT)));
    stage.broker().queue(Stage.QUEUE).lease(Stage.MOMENT).dequeue(2);
    return with -> with.broker().maintenance().reap(100);
  }

  private static Verb.Call recoverStuck(Stage stage) {
    stage.held(3);
    return with ->
        with.broker().maintenance().recoverStuck(Stage.MOMENT, Page.first(100)).changed()
            + " recovered";
  }

  private static Verb.Call archive(Stage stage) {
    stage.completed(3);
    return with ->
        with.broker().maintenance().archive(NOTHING_IS_KEPT, progress -> {}).archived()
            + " archived";
  }

  private static Verb.Call purge(Stage stage) {
    stage.completed(3);
    stage.broker().maintenance().archive(NOTHING_IS_KEPT, progress -> {});
    return with ->
        with.broker().maintenance().purge(NOTHING_IS_KEPT, progress -> {}).deleted() + " deleted";
  }

  private static Verb.Call sweep(Stage stage) {
    stage.broker().enqueue(Stage.task().idempotencyKey("key", Stage.MOMENT));
    return with -> with.broker().maintenance().sweep(Stage.HOUR, 100).keys() + " keys";
  }

  private static Verb.Call requeue(Stage stage) {
    stage.dead(3);
    return with -> with.broker().maintenance().requeueDeadLetters(AT_ONCE) + " requeued";
  }

  private static Delivery withResult(Stage stage, Duration timeToLive) {
    Delivery delivery = stage.held(1).get(0);
    stage.broker().ack(delivery, TaskResult.success(delivery).timeToLive(timeToLive));
    return delivery;
  }

  private static Verb.Call deleteResult(Stage stage) {
    Delivery delivery = withResult(stage, Stage.HOUR);
    return with -> with.broker().results().delete(delivery.id());
  }

  private static Verb.Call archiveResults(Stage stage) {
    withResult(stage, Stage.HOUR);
    return with -> with.broker().results().archive(Duration.ZERO) + " archived";
  }

  private static Verb.Call purgeResults(Stage stage) {
    withResult(stage, Stage.MOMENT);
    return with -> with.broker().results().purgeExpired(100) + " deleted";
  }
}
