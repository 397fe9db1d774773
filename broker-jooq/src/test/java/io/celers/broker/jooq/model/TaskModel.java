package io.celers.broker.jooq.model;

import java.time.Instant;
import java.util.UUID;

/** A task in the model. */
final class TaskModel {

  enum Place {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED,
    DEAD,
    /** Deleted for ever. */
    GONE
  }

  static final int NOBODYS = 0;

  final String name;
  final String content;
  final int maxRetries;
  String queue;
  int priority;
  Place place = Place.PENDING;
  boolean archived;
  int due;
  int expires;
  int deliveries;
  int receipt = NOBODYS;
  int settledReceipt = NOBODYS;
  int started;

  /** When it came to where it is, if it is final, dead or archived. */
  int since;

  int requeues;
  String error = "";
  String cancelReason = "";
  String cause = "";

  // Below a tick nobody can foresee when a task is due, and of broker's own ids no value: what the
  // database says is taken over after each command, once the tick was right.
  Instant dueExactly = Instant.EPOCH;
  UUID id = new UUID(0, 0);

  TaskModel(TaskSpec spec, int now) {
    name = spec.task();
    content = spec.content();
    maxRetries = spec.retries();
    queue = spec.queue();
    priority = spec.priority();
    due = now + spec.delay();
    expires = spec.timeToLive() == BrokerModel.NEVER ? BrokerModel.NEVER : now + spec.timeToLive();
  }

  boolean isLive() {
    return place == Place.PENDING || place == Place.PROCESSING;
  }

  /** Where and what it is, in one line. */
  String line() {
    String facts =
        " in %s, priority %d, %d of %d deliveries, expires %s, error '%s'"
            .formatted(
                queue,
                priority,
                deliveries,
                maxRetries + 1,
                expires == BrokerModel.NEVER ? "never" : expires,
                error);
    if (place == Place.DEAD) {
      return name + ": dead" + facts + ", " + cause + ", requeued " + requeues;
    }
    return name
        + ": "
        + (archived ? "archived " : "")
        + place
        + facts
        + ", reason '"
        + cancelReason
        + "'"
        + (isLive() ? ", due " + due : "");
  }
}
