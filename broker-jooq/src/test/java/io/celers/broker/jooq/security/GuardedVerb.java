package io.celers.broker.jooq.security;

import static io.celers.broker.jooq.security.Roles.Role.MONITOR;
import static io.celers.broker.jooq.security.Roles.Role.OPERATOR;
import static io.celers.broker.jooq.security.Roles.Role.PRODUCER;
import static io.celers.broker.jooq.security.Roles.Role.WORKER;
import static java.time.Duration.ofHours;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.security.Roles.Role;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.maintenance.RequeuePolicy;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.metrics.MetricsListener;
import io.celers.broker.query.DeadLetterDimension;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.task.NewTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A verb of the broker, and which roles may use it; whoever is not named may not.
 *
 * @param name what a failing test is called
 * @param allowed the roles
 * @param call the verb, on what is in the database
 */
public record GuardedVerb(String name, Set<Role> allowed, Call call) {

  /** What there is when a verb is tried: made by the owner. */
  public record Scene(UUID pending, Delivery held, UUID dead, byte[] exported, UUID finished) {

    /** Makes it in tables without rows. */
    public static Scene in(BrokerDatabase db) throws IOException {
      return in(db, SAID);
    }

    /** With this text wherever a caller may put one. */
    static Scene in(BrokerDatabase db, String text) throws IOException {
      UUID dead = db.broker().enqueue(task("dead", text)).id();
      db.broker().reject(claim(db, "dead"), Rejection.deadLetter(text));
      ByteArrayOutputStream exported = new ByteArrayOutputStream();
      db.broker().deadLetters().export(DeadLetterQuery.all(), exported, progress -> {});
      UUID finished = db.broker().enqueue(task("finished", text)).id();
      Delivery done = claim(db, "finished");
      db.broker().ack(done, TaskResult.success(done).value(text));
      db.broker().schedules().put("hourly", Cadence.every(ofHours(1)), task("scheduled", text));
      db.broker().queue("limited").configure(QueueSettings.none().withMaxLength(100));
      db.broker().enqueue(task("held", text));
      Delivery held = claim(db, "held");
      UUID pending = db.broker().enqueue(task("pending", text).idempotencyKey(text)).id();
      return new Scene(pending, held, dead, exported.toByteArray(), finished);
    }

    private static NewTask<byte[]> task(String queue, String text) {
      return NewTask.ofBytes("task", text.getBytes(StandardCharsets.UTF_8))
          .queue(queue)
          .header("authorization", text)
          .tag(text);
    }

    private static Delivery claim(BrokerDatabase db, String queue) {
      return db.broker().queue(queue).dequeue().orElseThrow();
    }
  }

  /** On the broker of a role. */
  public interface Call {
    /** Calls it. */
    void on(JooqBroker broker, Scene scene) throws Exception;
  }

  /** The same in the scene as in what is enqueued under the ids of its tasks. */
  private static final String SAID = "no";

  private static final Set<Role> ENQUEUE = EnumSet.of(PRODUCER, WORKER, OPERATOR);
  private static final Set<Role> WORK = EnumSet.of(WORKER, OPERATOR);
  private static final Set<Role> OPERATE = EnumSet.of(OPERATOR);
  private static final Set<Role> WATCH = EnumSet.of(MONITOR, OPERATOR);
  private static final Set<Role> WATCH_AND_WORK = EnumSet.of(MONITOR, WORKER, OPERATOR);
  private static final Set<Role> OWNER_ALONE = EnumSet.noneOf(Role.class);

  private static final Page PAGE = Page.first(10);
  private static final TaskQuery ALL = TaskQuery.all();
  private static final DeadLetterQuery ALL_DEAD = DeadLetterQuery.all();
  private static final RetentionPolicy RETENTION =
      RetentionPolicy.after(Duration.ofNanos(1_000)).keepArchived(Duration.ofNanos(1_000));

  /** All of them. */
  public static Stream<GuardedVerb> all() {
    return Stream.of(enqueues(), work(), operations(), figures()).flatMap(verbs -> verbs);
  }

  private static Stream<GuardedVerb> enqueues() {
    return Stream.of(
        verb("enqueue", ENQUEUE, (b, s) -> b.enqueue(task("mail"))),
        verb("enqueue into a limited queue", ENQUEUE, (b, s) -> b.enqueue(task("limited"))),
        verb("enqueue with a key", ENQUEUE, (b, s) -> twice(b, task("mail").idempotencyKey("k"))),
        verb("enqueue with an id", ENQUEUE, (b, s) -> twice(b, task("mail").id(new UUID(7, 7)))),
        verb(
            "enqueue under the id of a dead letter",
            ENQUEUE,
            (b, s) -> b.enqueue(task("dead").id(s.dead()))),
        verb("enqueueAll", ENQUEUE, (b, s) -> b.enqueueAll(List.of(task("mail"), task("limited")))),
        verb("enqueueBulk", ENQUEUE, (b, s) -> b.enqueueBulk(Stream.of(task("limited")))),
        verb(
            "enqueue with metrics",
            ENQUEUE,
            (b, s) -> {
              b.metrics().listen(new MetricsListener() {});
              b.enqueue(task("mail"));
            }));
  }

  private static Stream<GuardedVerb> work() {
    return Stream.of(
        verb("dequeue", WORK, (b, s) -> b.queue("pending").dequeue()),
        verb("ack", WORK, (b, s) -> b.ack(s.held())),
        verb(
            "ack with a result",
            WORK,
            (b, s) -> b.ack(s.held(), TaskResult.success(s.held()).json("1"))),
        verb("reject to retry", WORK, (b, s) -> b.reject(s.held(), Rejection.retry("no"))),
        verb("reject for good", WORK, (b, s) -> b.reject(s.held(), Rejection.deadLetter("no"))),
        verb("release", WORK, (b, s) -> b.release(s.held())),
        verb("extend", WORK, (b, s) -> b.extend(s.held(), ofHours(1))),
        verb("read any payload", OPERATE, (b, s) -> b.tasks().payload(s.pending())),
        verb("look at a task", WORK, (b, s) -> b.tasks().find(s.pending())),
        verb("list tasks", WORK, (b, s) -> b.tasks().list(ALL, PAGE)),
        verb("look at a dead letter", WORK, (b, s) -> b.deadLetters().find(s.dead())),
        verb(
            "store a result",
            WORK,
            (b, s) -> b.results().store(TaskResult.of(s.held(), ResultStatus.STARTED))),
        verb("read a result", WORK, (b, s) -> b.results().find(s.finished())),
        verb("wait for a result", WORK, (b, s) -> b.results().await(s.finished(), Duration.ZERO)),
        verb("tick", WORK, (b, s) -> b.schedules().tick()),
        verb("reap", WORK, (b, s) -> b.maintenance().reap(10)),
        verb("sweep", WORK, (b, s) -> b.maintenance().sweep(ofHours(1), 10)));
  }

  private static Stream<GuardedVerb> operations() {
    return Stream.of(
        verb("cancel", WORK, (b, s) -> b.tasks().cancel(s.pending(), "why")),
        verb("requeue", OPERATE, (b, s) -> b.deadLetters().requeue(s.dead())),
        verb("purge a dead letter", OPERATE, (b, s) -> b.deadLetters().purge(s.dead())),
        verb("export", WORK, (b, s) -> b.tasks().export(ALL, nowhere(), e -> {})),
        verb(
            "import dead letters",
            WORK,
            (b, s) -> b.deadLetters().importFrom(new ByteArrayInputStream(s.exported()), i -> {})),
        verb("delete a result", WORK, (b, s) -> b.results().delete(s.finished())),
        verb("archive results", OPERATE, (b, s) -> b.results().archive(Duration.ZERO)),
        verb("pause a queue", OPERATE, (b, s) -> b.queue("mail").pause("because")),
        verb(
            "configure a queue",
            OPERATE,
            (b, s) -> b.queue("mail").configure(QueueSettings.none().withMaxLength(5))),
        verb(
            "put a schedule",
            OPERATE,
            (b, s) -> b.schedules().put("new", Cadence.every(ofHours(1)), task("mail"))),
        verb("remove a schedule", OPERATE, (b, s) -> b.schedules().remove("hourly")),
        verb("run a schedule", WORK, (b, s) -> b.schedules().runNow("hourly")),
        verb("archive", OPERATE, (b, s) -> b.maintenance().archive(RETENTION, p -> {})),
        verb("purge the archive", OPERATE, (b, s) -> b.maintenance().purge(RETENTION, p -> {})),
        verb(
            "requeue by policy",
            OPERATE,
            (b, s) -> b.maintenance().requeueDeadLetters(RequeuePolicy.of(ALL_DEAD))),
        verb("read the history", WATCH, (b, s) -> b.history().of(s.pending())),
        verb("switch history on", OWNER_ALONE, (b, s) -> b.history().enable()));
  }

  private static Stream<GuardedVerb> figures() {
    return Stream.of(
        verb("figures of queues", WATCH_AND_WORK, (b, s) -> b.monitoring().queues(Duration.ZERO)),
        verb("exact figures", WATCH_AND_WORK, (b, s) -> b.monitoring().queuesExact()),
        verb("activity", WATCH, (b, s) -> b.monitoring().activity()),
        verb("health", WATCH_AND_WORK, (b, s) -> b.monitoring().health()),
        verb("count tasks", WATCH_AND_WORK, (b, s) -> b.tasks().count(ALL.names("task"))),
        verb(
            "count tasks by name",
            WATCH_AND_WORK,
            (b, s) -> b.tasks().countBy(Dimension.NAME, ALL)),
        verb(
            "count dead letters",
            WATCH_AND_WORK,
            (b, s) -> b.deadLetters().count(ALL_DEAD.names("task"))),
        verb(
            "count dead letters by name",
            WATCH_AND_WORK,
            (b, s) -> b.deadLetters().countBy(DeadLetterDimension.NAME, ALL_DEAD)),
        verb("advice", OPERATE, (b, s) -> b.advisor().advise(Duration.ofMillis(1))));
  }

  private static GuardedVerb verb(String name, Set<Role> allowed, Call call) {
    return new GuardedVerb(name, allowed, call);
  }

  static NewTask<byte[]> task(String queue) {
    return NewTask.ofBytes("task", SAID.getBytes(StandardCharsets.UTF_8)).queue(queue);
  }

  private static void twice(JooqBroker broker, NewTask<?> task) {
    broker.enqueue(task);
    broker.enqueue(task);
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public String toString() {
    return name;
  }
}
