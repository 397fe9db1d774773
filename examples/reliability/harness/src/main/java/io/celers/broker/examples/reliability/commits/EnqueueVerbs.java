package io.celers.broker.examples.reliability.commits;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.celers.broker.Broker;
import io.celers.broker.examples.reliability.commits.Verb.Access;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Configuration;

/** Tasks that are created. */
final class EnqueueVerbs {

  private EnqueueVerbs() {}

  static List<Verb> all() {
    return List.of(
        Verb.once("enqueue", stage -> with -> kind(with.broker().enqueue(Stage.task()))),
        Verb.underCallersId(
            "enqueue with an id", stage -> enqueue(Stage.task().id(UUID.randomUUID()))),
        Verb.of("enqueue with a key", stage -> enqueue(Stage.task().idempotencyKey("key"))),
        Verb.of("enqueueAll with keys", stage -> with -> kinds(with.broker(), withKeys())),
        Verb.once("enqueueBulk", stage -> with -> with.broker().enqueueBulk(tasks())),
        Verb.inTransaction("enqueue in the caller's transaction", stage -> inTransaction()),
        Verb.inTransaction("enqueueAll with ids in a transaction", stage -> manyInTransaction()));
  }

  private static Verb.Call enqueue(NewTask<?> task) {
    return with -> kind(with.broker().enqueue(task));
  }

  private static Stream<NewTask<byte[]>> tasks() {
    return Stage.tasks(20).stream();
  }

  private static List<NewTask<byte[]>> withKeys() {
    return IntStream.range(0, 5).mapToObj(i -> Stage.task().idempotencyKey("key " + i)).toList();
  }

  private static Verb.Call inTransaction() {
    NewTask<?> task = Stage.task().id(UUID.randomUUID());
    return with -> order(with, List.of(task));
  }

  private static Verb.Call manyInTransaction() {
    List<NewTask<byte[]>> tasks =
        Stage.tasks(5).stream().map(task -> task.id(UUID.randomUUID())).toList();
    return with -> order(with, tasks);
  }

  /** An order and its tasks; whoever finds that the tasks are there leaves it at that. */
  private static Object order(Access with, List<? extends NewTask<?>> tasks) {
    return with.ctx().transactionResult(tx -> order(tx, with.broker().using(tx), tasks));
  }

  private static Object order(Configuration tx, Broker broker, List<? extends NewTask<?>> tasks) {
    List<String> told = kinds(broker, tasks);
    if (told.contains("Created")) {
      tx.dsl()
          .insertInto(
              table(name("reliability", "effects")),
              field(name("task"), UUID.class),
              field(name("receipt"), UUID.class))
          .values(tasks.get(0).id().orElseThrow(), new UUID(0, 0))
          .execute();
    }
    return told;
  }

  private static List<String> kinds(Broker broker, Collection<? extends NewTask<?>> tasks) {
    return broker.enqueueAll(tasks).stream().map(EnqueueVerbs::kind).toList();
  }

  private static String kind(Enqueued enqueued) {
    return enqueued.getClass().getSimpleName();
  }
}
