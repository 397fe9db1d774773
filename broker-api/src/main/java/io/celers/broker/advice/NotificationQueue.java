package io.celers.broker.advice;

import java.util.List;

/**
 * How full PostgreSQL's queue of notifications is.
 *
 * <p>PostgreSQL's manual (NOTIFY): the queue is one for the whole server, and keeps what a session
 * that listens has not taken; that session takes nothing while it is in a transaction. When the
 * queue is full, transactions that notify fail when they are committed: enqueues, and acks with
 * results that somebody waits for. The server begins to warn in its log at a half: {@link
 * Severity#WARNING}. From nine tenths on {@link Severity#CRITICAL}, which is a convention.
 *
 * @param usage the share that is taken, 0 to 1
 */
public record NotificationQueue(double usage) implements Measurement {

  private static final double HALF = 0.5;
  private static final double NEARLY_FULL = 0.9;

  /** Checks the share. */
  public NotificationQueue {
    if (!(usage >= 0 && usage <= 1)) {
      throw new IllegalArgumentException("usage must be 0..1, was " + usage);
    }
  }

  @Override
  public Finding finding() {
    Severity severity = severity();
    return new Finding(
        "notification-queue",
        severity,
        List.of(Evidence.of("usage", usage, Unit.NUMBER)),
        severity == Severity.OK
            ? "Notifications are taken by those who listen."
            : "End the transaction of the session that listens and takes nothing; the server's log"
                + " names its process. When the queue is full, enqueues that notify fail at their"
                + " commit; a broker without notifications goes on.",
        severity == Severity.OK
            ? List.of()
            : List.of(
                new Remedy.Sql(
                    "SELECT pid, application_name, xact_start, query FROM pg_stat_activity"
                        + " WHERE xact_start IS NOT NULL ORDER BY xact_start")));
  }

  private Severity severity() {
    if (usage < HALF) {
      return Severity.OK;
    }
    return usage < NEARLY_FULL ? Severity.WARNING : Severity.CRITICAL;
  }
}
