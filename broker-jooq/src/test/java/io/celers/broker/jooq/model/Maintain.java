package io.celers.broker.jooq.model;

import io.celers.broker.delivery.Reaped;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.task.RetryPolicy;

/**
 * A verb of maintenance.
 *
 * @param ticks what is older is dealt with, where the verb has an age
 */
record Maintain(Verb verb, int ticks) implements Command {

  enum Verb {
    REAP,
    RECOVER_STUCK,
    ARCHIVE,
    PURGE_ARCHIVE,
    SWEEP,
    REQUEUE_BY_POLICY
  }

  private static final int LIMIT = 1_000;
  private static final int MOST_REQUEUES = 1;

  @Override
  public String on(BrokerModel model) {
    return switch (verb) {
      case REAP -> model.reap();
      case RECOVER_STUCK -> model.recoverStuck(ticks);
      case ARCHIVE -> model.archive(ticks);
      case PURGE_ARCHIVE -> model.purgeArchive(ticks);
      case SWEEP -> model.sweep();
      case REQUEUE_BY_POLICY -> model.requeueByPolicy(ticks, MOST_REQUEUES);
    };
  }

  @Override
  public String on(Play play) {
    var maintenance = play.broker().maintenance();
    var age = Play.ticks(ticks);
    RetentionPolicy retention = RetentionPolicy.after(age).keepArchived(age);
    return switch (verb) {
      case REAP -> {
        Reaped reaped = maintenance.reap(LIMIT);
        yield reaped.deadLettered() + " dead, " + reaped.expired() + " expired";
      }
      case RECOVER_STUCK -> changed(Bulk.all(page -> maintenance.recoverStuck(age, page)));
      case ARCHIVE -> changed(maintenance.archive(retention, progress -> {}).archived());
      case PURGE_ARCHIVE -> changed(maintenance.purge(retention, progress -> {}).deleted());
      case SWEEP -> maintenance.sweep(age, LIMIT).keys() + " keys";
      case REQUEUE_BY_POLICY ->
          changed(
              maintenance.requeueDeadLetters(
                  RequeuePolicy.of(DeadLetterQuery.all())
                      .backOff(RetryPolicy.fixed(age))
                      .maxRequeues(MOST_REQUEUES)));
    };
  }

  private static String changed(long rows) {
    return rows + " changed";
  }
}
