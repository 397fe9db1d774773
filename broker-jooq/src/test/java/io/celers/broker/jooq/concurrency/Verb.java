package io.celers.broker.jooq.concurrency;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Everything that can be done to one task: on the database, and in the model. */
enum Verb {
  CLAIM(
      (broker, task) -> broker.queue(task.queue()).dequeue().isPresent() ? "claimed" : "none",
      ModelTask::claim),
  ACK((broker, task) -> said(broker.ack(task)), ModelTask::ack),
  ACK_ALL((broker, task) -> said(broker.ackAll(List.of(task)).get(0)), ModelTask::ack),
  RETRY(
      (broker, task) -> said(broker.reject(task, Rejection.retry("r").after(Duration.ZERO))),
      ModelTask::retry),
  BURY((broker, task) -> said(broker.reject(task, Rejection.deadLetter("d"))), ModelTask::bury),
  DISCARD(
      (broker, task) -> said(broker.rejectAll(Map.of(task, Rejection.discard("d"))).get(0)),
      ModelTask::discard),
  GIVE_UP((broker, task) -> said(broker.reject(task, Rejection.cancel("c"))), ModelTask::giveUp),
  RELEASE((broker, task) -> said(broker.release(task)), ModelTask::release),
  EXTEND((broker, task) -> said(broker.extend(task, Duration.ofHours(1))), ModelTask::extend),
  CANCEL((broker, task) -> name(broker.tasks().cancel(task.id(), "c")), ModelTask::cancel),
  REAP((broker, task) -> said(broker.maintenance().reap(10)), ModelTask::reap),
  REQUEUE(
      (broker, task) -> String.valueOf(broker.deadLetters().requeue(task.id())),
      ModelTask::requeue);

  private final BiFunction<Broker, Delivery, String> call;
  private final Function<ModelTask, ModelTask.Answer> model;

  Verb(BiFunction<Broker, Delivery, String> call, Function<ModelTask, ModelTask.Answer> model) {
    this.call = call;
    this.model = model;
  }

  String on(Broker broker, Delivery task) {
    return call.apply(broker, task);
  }

  ModelTask.Answer on(ModelTask task) {
    return model.apply(task);
  }

  /** Whether it waits for a lock on a task that its receipt holds; the others pass it by. */
  boolean isOfTheHolder() {
    return switch (this) {
      case ACK, ACK_ALL, RETRY, BURY, DISCARD, GIVE_UP, RELEASE, EXTEND -> true;
      case CLAIM, CANCEL, REAP, REQUEUE -> false;
    };
  }

  /** The answer to a task that is locked by somebody else, of a verb that does not wait. */
  String passedBy(ModelTask visible) {
    return switch (this) {
      case CLAIM -> "none";
      case CANCEL -> visible.isLive() ? "Busy" : "AlreadyFinished";
      case REAP -> "0 dead, 0 expired";
      case REQUEUE -> "false";
      default -> throw new IllegalStateException(this + " waits");
    };
  }

  private static String said(Settlement settlement) {
    return settlement instanceof Settlement.Settled settled
        ? settled.fate().name()
        : name(settlement);
  }

  private static String said(Extension extension) {
    return name(extension);
  }

  private static String said(Reaped reaped) {
    return reaped.deadLettered() + " dead, " + reaped.expired() + " expired";
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }
}
