package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.system.Routines.pgNotificationQueueUsage;

import io.celers.broker.advice.NotificationQueue;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Asks how full the server's queue of notifications is, which all of its databases share. */
final class MeasureNotifications {

  private MeasureNotifications() {}

  static NotificationQueue execute(DSLContext db) {
    Field<Double> usage = pgNotificationQueueUsage().as("usage");
    return db.select(usage).fetchSingle(row -> new NotificationQueue(row.get(usage)));
  }
}
