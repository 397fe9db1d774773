package io.celers.broker.examples.reliability.commits;

import io.celers.broker.Broker;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.queue.QueueSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;

/** What operators do to tasks, dead letters and queues. */
final class OperatorVerbs {

  private static final TaskQuery TASKS = TaskQuery.all().queues(Stage.QUEUE);
  private static final DeadLetterQuery DEAD = DeadLetterQuery.all().queues(Stage.QUEUE);
  private static final Page PAGE = Page.first(100);

  private OperatorVerbs() {}

  static List<Verb> all() {
    return List.of(
        Verb.of("cancel", OperatorVerbs::cancel),
        Verb.of("cancelAll", stage -> many(stage, w -> w.tasks().cancelAll(TASKS, "no", PAGE))),
        Verb.of(
            "prioritizeAll", stage -> many(stage, w -> w.tasks().prioritizeAll(TASKS, 9, PAGE))),
        Verb.of("moveAll", stage -> many(stage, w -> w.tasks().moveAll(TASKS, "other", PAGE))),
        Verb.of("makeDueAll", OperatorVerbs::makeDue),
        Verb.of("requeue a dead letter", OperatorVerbs::requeue),
        Verb.of("requeueAll", stage -> dead(stage, w -> w.deadLetters().requeueAll(DEAD, PAGE))),
        Verb.of("purge a dead letter", OperatorVerbs::purge),
        Verb.of("purgeAll", stage -> dead(stage, w -> w.deadLetters().purgeAll(DEAD, PAGE))),
        Verb.of("import of tasks", OperatorVerbs::importTasks),
        Verb.of("import of dead letters", OperatorVerbs::importDeadLetters),
        Verb.of("pause", stage -> with -> with.broker().queue(Stage.QUEUE).pause("why")),
        Verb.of("resume", OperatorVerbs::resume),
        Verb.of("configure", stage -> OperatorVerbs::configure));
  }

  /** Changes what a query finds. */
  private interface Change {
    Bulk run(Broker broker);
  }

  private static Verb.Call many(Stage stage, Change change) {
    stage.pending(4);
    return with -> change.run(with.broker()).changed() + " changed";
  }

  private static Verb.Call dead(Stage stage, Change change) {
    stage.dead(4);
    return with -> change.run(with.broker()).changed() + " changed";
  }

  private static Verb.Call cancel(Stage stage) {
    UUID id = stage.pending(1).get(0);
    return with -> with.broker().tasks().cancel(id, "no").getClass().getSimpleName();
  }

  private static Verb.Call makeDue(Stage stage) {
    stage.broker().enqueueAll(Stage.tasks(4).stream().map(t -> t.after(Stage.HOUR)).toList());
    return with -> with.broker().tasks().makeDueAll(TASKS, PAGE).changed() + " changed";
  }

  private static Verb.Call requeue(Stage stage) {
    UUID id = stage.dead(1).get(0);
    return with -> with.broker().deadLetters().requeue(id);
  }

  private static Verb.Call purge(Stage stage) {
    UUID id = stage.dead(1).get(0);
    return with -> with.broker().deadLetters().purge(id);
  }

  private static Verb.Call importTasks(Stage stage) throws Exception {
    List<UUID> ids = stage.pending(3);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    stage.broker().tasks().export(TaskQuery.all().ids(ids), file, progress -> {});
    stage.empty();
    return with ->
        with.broker()
            .tasks()
            .importFrom(new ByteArrayInputStream(file.toByteArray()), progress -> {});
  }

  private static Verb.Call importDeadLetters(Stage stage) throws Exception {
    stage.dead(3);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    stage.broker().deadLetters().export(DEAD, file, progress -> {});
    stage.empty();
    return with ->
        with.broker()
            .deadLetters()
            .importFrom(new ByteArrayInputStream(file.toByteArray()), progress -> {});
  }

  private static Verb.Call resume(Stage stage) {
    stage.broker().queue(Stage.QUEUE).pause("why");
    return with -> with.broker().queue(Stage.QUEUE).resume();
  }

  private static Object configure(Verb.Access with) {
    with.broker().queue(Stage.QUEUE).configure(QueueSettings.none().withDefaultPriority(7));
    return "configured";
  }
}
