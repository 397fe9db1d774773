package io.celers.broker.jooq.concurrency;

import io.celers.broker.delivery.Cancellation;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.settle.KeepLeases;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.Enqueued;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two callers may do to one task at the same time: each {@link Verb}, and more. */
enum Act {
  CLAIM(Verb.CLAIM, "none"),
  ACK(Verb.ACK),
  ACK_ALL(Verb.ACK_ALL),
  RETRY(Verb.RETRY),
  BURY(Verb.BURY),
  DISCARD(Verb.DISCARD),
  GIVE_UP(Verb.GIVE_UP),
  RELEASE(Verb.RELEASE),
  EXTEND(Verb.EXTEND),
  /** A heartbeat, which takes a locked task to be held. */
  KEEP(
      "none lost",
      (session, task) -> {
        int lost = KeepLeases.execute(session.dsl(), List.of(task), 3_600_000_000L).size();
        return lost == 0 ? "none lost" : "lost";
      }),
  CANCEL(
      "Busy",
      (session, task) -> {
        Cancellation said = session.broker().tasks().cancel(task.id(), "c");
        return said.getClass().getSimpleName();
      }),
  CANCEL_ALL(
      "0",
      (session, task) -> said(session.broker().tasks().cancelAll(TaskQuery.all(), "c", page()))),
  PRIORITIZE(
      "0", (session, task) -> said(session.broker().tasks().prioritizeAll(it(task), 9, page()))),
  MOVE("0", (session, task) -> said(session.broker().tasks().moveAll(it(task), "other", page()))),
  MAKE_DUE("0", (session, task) -> said(session.broker().tasks().makeDueAll(it(task), page()))),
  REAP(Verb.REAP, "0 dead, 0 expired"),
  RECOVER(
      "0", (session, task) -> said(session.broker().maintenance().recoverStuck(moment(), page()))),
  REQUEUE(Verb.REQUEUE, "false"),
  REQUEUE_ALL(
      "0",
      (session, task) ->
          said(session.broker().deadLetters().requeueAll(DeadLetterQuery.all(), page()))),
  PURGE(
      "false", (session, task) -> String.valueOf(session.broker().deadLetters().purge(task.id()))),
  ARCHIVE(
      "0",
      (session, task) ->
          String.valueOf(
              session.broker().maintenance().archive(retention(), progress -> {}).archived())),
  DELETE_FINISHED(
      "0",
      (session, task) ->
          String.valueOf(
              session
                  .broker()
                  .maintenance()
                  .archive(retention().deleting(), progress -> {})
                  .deleted())),
  OWN_ID(null, (session, task) -> said(session.broker().enqueue(Start.TASK.id(task.id())))),
  KEY(null, (session, task) -> said(session.broker().enqueue(Start.TASK.idempotencyKey("k"))));

  private interface Call {
    String on(Session session, Delivery task);
  }

  /** The answer where somebody else has the task locked; null of a verb that waits. */
  private final @Nullable String passedBy;

  private final Call call;

  Act(@Nullable String passedBy, Call call) {
    this.passedBy = passedBy;
    this.call = call;
  }

  Act(Verb verb, String passedBy) {
    this(passedBy, (session, task) -> verb.on(session.broker(), task));
  }

  Act(Verb verb) {
    this.passedBy = null;
    this.call = (session, task) -> verb.on(session.broker(), task);
  }

  /** Does it, and tells the answer without ids. */
  String on(Session session, Delivery task) {
    return call.on(session, task);
  }

  /** Whether this is what it answers where it found the task locked and did nothing. */
  boolean isPassedBy(String answer) {
    return answer.equals(passedBy);
  }

  private static String said(Bulk bulk) {
    return String.valueOf(bulk.changed());
  }

  private static String said(Enqueued outcome) {
    return outcome.getClass().getSimpleName();
  }

  private static TaskQuery it(Delivery task) {
    return TaskQuery.all().ids(List.of(task.id()));
  }

  private static Page page() {
    return Page.first(100);
  }

  private static Duration moment() {
    return Duration.ofNanos(1_000);
  }

  private static RetentionPolicy retention() {
    return RetentionPolicy.after(moment());
  }
}
