package io.celers.broker.jooq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.Schedules;
import io.celers.broker.TaskSource;
import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Cancellation;
import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.query.Page;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.StoredResult;
import io.celers.broker.result.TaskResult;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.Tick;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/**
 * One script of all verbs with their right answers, to be played wherever the broker must work.
 *
 * <p>Needs a database without tasks; leaves some behind.
 */
public final class EveryVerb {

  /** A payload with a bit of everything. */
  public record Greeting(String text, Instant at, double number) {}

  private static final TaskType<Greeting> GREETING =
      TaskType.of("gr\"eet'ing\\ ü %s ?", Greeting.class).version(7);
  private static final Greeting HELLO =
      new Greeting("\\'\"$1 ?? 😀 ü", Instant.parse("2026-02-03T04:05:06.789Z"), -0.1);

  /** Ends before the next statement begins. */
  private static final Duration MOMENT = Duration.ofNanos(1_000);

  private static final Duration HOUR = Duration.ofHours(1);

  private final Broker broker;

  private EveryVerb(Broker broker) {
    this.broker = broker;
  }

  /** Plays it, in one transaction or in autocommit, as the broker is. */
  public static void on(Broker broker) {
    EveryVerb script = new EveryVerb(broker);
    script.typedTask();
    script.anyBytes();
    script.order();
    script.keysAndIds();
    script.bulk();
    script.retry();
    script.deadLetter();
    script.discardAndExtend();
    script.release();
    script.cancel();
    script.wornOut();
    script.expired();
    script.maintenance();
    script.results();
    script.schedules();
  }

  private void typedTask() {
    TaskSource queue = queue("typed ü'\"");
    UUID id =
        broker
            .enqueue(
                GREETING
                    .with(HELLO)
                    .queue("typed ü'\"")
                    .priority(9)
                    .header("näme\\", "välue'\"\\n😀")
                    .tag("{t,a\"g}")
                    .retryPolicy(RetryPolicy.fixed(Duration.ofSeconds(90)))
                    .expiresAt(Instant.parse("2100-01-02T03:04:05.678901Z")))
            .id();

    Delivery delivery = queue.dequeue().orElseThrow();

    assertThat(delivery.id()).isEqualTo(id);
    assertThat(broker.payload(delivery, GREETING))
        .isInstanceOfSatisfying(
            Payload.Decoded.class, payload -> assertThat(payload.value()).isEqualTo(HELLO));
    assertThat(delivery.name()).isEqualTo(GREETING.name());
    assertThat(delivery.version()).isEqualTo(7);
    assertThat(delivery.priority()).isEqualTo(9);
    assertThat(delivery.headers()).isEqualTo(Map.of("näme\\", "välue'\"\\n😀"));
    assertThat(delivery.tags()).containsExactly("{t,a\"g}");
    assertThat(delivery.retryPolicy()).contains(RetryPolicy.fixed(Duration.ofSeconds(90)));
    assertThat(delivery.expiresAt()).contains(Instant.parse("2100-01-02T03:04:05.678901Z"));
    assertThat(delivery.leaseUntil()).isAfter(delivery.createdAt().plusSeconds(60));
    assertThat(delivery.createdAt()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    completes(delivery);
    assertThat(broker.ack(delivery)).isInstanceOf(NotHeld.AlreadySettled.class);
  }

  private void anyBytes() {
    byte[] all = new byte[256];
    IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
    broker.enqueueAll(
        List.of(
            NewTask.ofBytes("bytes", all).queue("bytes"),
            NewTask.ofBytes("bytes", new byte[0]).queue("bytes")));

    List<Delivery> deliveries = queue("bytes").dequeue(10);

    assertThat(deliveries).extracting(Delivery::payload).containsExactly(all, new byte[0]);
    assertThat(broker.ackAll(deliveries)).allMatch(Settlement.Settled.class::isInstance);
  }

  private void order() {
    List<UUID> ids =
        broker
            .enqueueAll(
                List.of(
                    task("order").priority(0),
                    task("order").at(Instant.parse("2020-01-01T00:00:00Z")).priority(9),
                    task("order").priority(9),
                    task("order").after(HOUR).priority(9)))
            .stream()
            .map(Enqueued::id)
            .toList();

    List<Delivery> deliveries = broker.queues("nothing here", "order").dequeue(10);

    assertThat(deliveries)
        .extracting(Delivery::id)
        .containsExactly(ids.get(1), ids.get(2), ids.get(0));
  }

  private void keysAndIds() {
    Enqueued first = broker.enqueue(task("once").idempotencyKey("k'\\"));
    Enqueued second = broker.enqueue(task("once").idempotencyKey("k'\\"));
    assertThat(first).isInstanceOf(Enqueued.Created.class);
    assertThat(second).isEqualTo(new Enqueued.Duplicate(first.id()));
    assertThat(
            broker.enqueueAll(
                List.of(
                    task("once").idempotencyKey("k'\\"),
                    task("once").idempotencyKey("other"),
                    task("once").idempotencyKey("other"))))
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo(second),
            outcome -> assertThat(outcome).isInstanceOf(Enqueued.Created.class),
            outcome -> assertThat(outcome).isInstanceOf(Enqueued.Duplicate.class));

    NewTask<byte[]> withId = task("once").id(UUID.randomUUID());
    assertThat(broker.enqueue(withId)).isInstanceOf(Enqueued.Created.class);
    assertThat(broker.enqueue(withId)).isInstanceOf(Enqueued.Duplicate.class);
    assertThat(queue("once").dequeue(10)).hasSize(3);
  }

  private void bulk() {
    long created =
        broker.enqueueBulk(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        GREETING
                            .with(HELLO)
                            .queue("bulk")
                            .header("h", "välue'\"\\")
                            .expiresAfter(HOUR)));
    assertThat(created).isEqualTo(20);

    List<Delivery> deliveries = queue("bulk").dequeue(30);

    assertThat(deliveries).hasSize(20);
    assertThat(deliveries.get(0).headers()).isEqualTo(Map.of("h", "välue'\"\\"));
    assertThat(broker.payload(deliveries.get(19), GREETING)).isInstanceOf(Payload.Decoded.class);
    assertThat(broker.ackAll(deliveries)).allMatch(Settlement.Settled.class::isInstance);
  }

  private void retry() {
    broker.enqueue(task("retry"));
    Delivery first = queue("retry").dequeue().orElseThrow();

    assertThat(broker.reject(first, Rejection.retry("it's\\ broken").after(Duration.ZERO)))
        .isEqualTo(new Settlement.Settled(first.id(), Settlement.Fate.RETRY));
    Delivery second = queue("retry").dequeue().orElseThrow();
    assertThat(second.lastError()).contains("it's\\ broken");
    assertThat(second.deliveries()).isEqualTo(2);
    assertThat(broker.reject(second, Rejection.retry("later").after(HOUR)))
        .isInstanceOf(Settlement.Settled.class);
    assertThat(queue("retry").dequeue()).isEmpty();
    assertThat(broker.ack(first)).isInstanceOf(NotHeld.LeaseLost.class);
  }

  private void deadLetter() {
    broker.enqueue(task("dead").header("h", "v").priority(8));
    Delivery delivery = queue("dead").dequeue().orElseThrow();

    assertThat(broker.reject(delivery, Rejection.deadLetter("hopeless")))
        .isEqualTo(new Settlement.Settled(delivery.id(), Settlement.Fate.DEAD_LETTER));
    assertThat(broker.ack(delivery)).isInstanceOf(NotHeld.AlreadySettled.class);
    DeadLetter dead = broker.deadLetters().find(delivery.id()).orElseThrow();
    assertThat(dead.cause()).isEqualTo(DeadLetter.Cause.REJECTED);
    assertThat(dead.error()).contains("hopeless");
    assertThat(dead.payload()).isEqualTo(delivery.payload());
    assertThat(dead.headers()).isEqualTo(Map.of("h", "v"));
    assertThat(broker.deadLetters().requeue(dead.id())).isTrue();
    assertThat(broker.deadLetters().requeue(dead.id())).isFalse();
    Delivery again = queue("dead").dequeue().orElseThrow();
    assertThat(again.id()).isEqualTo(delivery.id());
    assertThat(again.deliveries()).isOne();
    assertThat(again.priority()).isEqualTo(8);
    completes(again);
  }

  private void discardAndExtend() {
    broker.enqueueAll(List.of(task("discard"), task("discard")));
    List<Delivery> deliveries = queue("discard").lease(MOMENT).dequeue(2);

    assertThat(broker.extendAll(deliveries, HOUR)).allMatch(Extension.Extended.class::isInstance);
    assertThat(queue("discard").dequeue()).isEmpty();
    assertThat(
            broker.rejectAll(
                Map.of(
                    deliveries.get(0),
                    Rejection.discard("no"),
                    deliveries.get(1),
                    Rejection.deadLetter("no"))))
        .allMatch(Settlement.Settled.class::isInstance);
    assertThat(broker.extend(deliveries.get(0), HOUR)).isInstanceOf(NotHeld.AlreadySettled.class);
    assertThat(broker.deadLetters().find(deliveries.get(0).id())).isEmpty();
    assertThat(broker.deadLetters().find(deliveries.get(1).id())).isPresent();
  }

  private void release() {
    broker.enqueueAll(List.of(task("release"), task("release")));
    List<Delivery> deliveries = queue("release").dequeue(2);

    assertThat(broker.releaseAll(deliveries))
        .allMatch(outcome -> ((Settlement.Settled) outcome).fate() == Settlement.Fate.RELEASED);
    assertThat(broker.release(deliveries.get(0))).isInstanceOf(NotHeld.AlreadySettled.class);
    List<Delivery> again = queue("release").dequeue(3);
    assertThat(again).hasSize(2).allMatch(delivery -> delivery.deliveries() == 1);
    assertThat(broker.reject(again.get(0), Rejection.cancel("n/a")))
        .isEqualTo(new Settlement.Settled(again.get(0).id(), Settlement.Fate.CANCELLED));
    assertThat(broker.release(again.get(1), HOUR)).isInstanceOf(Settlement.Settled.class);
    assertThat(queue("release").dequeue()).isEmpty();
  }

  private void cancel() {
    UUID pending = broker.enqueue(task("cancel")).id();
    UUID held = broker.enqueue(task("cancel").priority(9)).id();
    Delivery delivery = queue("cancel").dequeue().orElseThrow();

    assertThat(broker.tasks().cancel(pending, "why'\\"))
        .isEqualTo(new Cancellation.Done(pending, TaskState.PENDING));
    assertThat(broker.tasks().cancel(held, "why"))
        .isEqualTo(new Cancellation.Done(held, TaskState.PROCESSING));
    assertThat(broker.tasks().cancel(held, "why")).isInstanceOf(Cancellation.AlreadyFinished.class);
    assertThat(broker.tasks().cancel(UUID.randomUUID(), "why"))
        .isInstanceOf(Cancellation.Absent.class);
    assertThat(broker.ack(delivery)).isInstanceOf(NotHeld.Cancelled.class);
    assertThat(queue("cancel").dequeue()).isEmpty();
  }

  private void wornOut() {
    List<Enqueued> tasks =
        broker.enqueueAll(
            List.of(task("worn").maxRetries(0), task("worn, nobody claims").maxRetries(0)));
    broker.queues("worn", "worn, nobody claims").lease(MOMENT).dequeue(2);

    assertThat(queue("worn").dequeue()).isEmpty();
    assertThat(broker.deadLetters().find(tasks.get(0).id()).orElseThrow().cause())
        .isEqualTo(DeadLetter.Cause.LEASE_EXPIRED);
    assertThat(broker.deadLetters().find(tasks.get(1).id())).isEmpty();
    Reaped reaped = broker.maintenance().reap(100);
    assertThat(reaped.deadLettered()).isOne();
    assertThat(broker.deadLetters().find(tasks.get(1).id())).isPresent();
  }

  private void expired() {
    broker.enqueueAll(
        List.of(
            task("expired").expiresAfter(MOMENT),
            task("expired").expiresAfter(HOUR),
            task("expired, nobody claims").expiresAfter(MOMENT)));

    assertThat(queue("expired").dequeue(10)).hasSize(1);
    assertThat(broker.maintenance().reap(100).expired()).isOne();
  }

  private void maintenance() {
    broker.enqueueAll(List.of(task("kept"), task("stuck")));
    Delivery kept = queue("kept").dequeue().orElseThrow();
    completes(kept);
    Delivery stuck = queue("stuck").lease(HOUR).dequeue().orElseThrow();
    RetentionPolicy policy = RetentionPolicy.after(MOMENT).keepArchived(MOMENT);

    assertThat(broker.maintenance().recoverStuck(MOMENT, Page.first(1_000)).changed()).isPositive();
    assertThat(queue("stuck").dequeue()).isPresent();
    assertThat(broker.ack(stuck)).isInstanceOf(NotHeld.LeaseLost.class);
    assertThat(broker.maintenance().archive(policy, progress -> {}).archived()).isPositive();
    assertThat(broker.ack(kept)).isInstanceOf(NotHeld.AlreadySettled.class);
    assertThat(broker.maintenance().purge(policy, progress -> {}).deleted()).isPositive();
    assertThat(broker.ack(kept)).isInstanceOf(NotHeld.Gone.class);
    assertThat(broker.maintenance().sweep(HOUR, 10).complete()).isTrue();
  }

  private void schedules() {
    Schedules schedules = broker.schedules();
    String name = "every ü'\"\\ moment";
    assertThat(schedules.put(name, soon(), task("schedule"))).isTrue();
    assertThat(schedules.next(name, 2)).hasSize(2);
    UUID byHand = schedules.runNow(name).orElseThrow();
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> schedules.tick().enqueued() == 1);
    assertThat(schedules.pause(name)).isTrue();
    assertThat(schedules.resume(name)).isTrue();
    assertThat(schedules.list(10)).hasSize(1);

    assertThat(queue("schedule").dequeue(10))
        .hasSize(2)
        .allMatch(delivery -> Tick.of(delivery).orElseThrow().schedule().equals(name))
        .anyMatch(delivery -> delivery.id().equals(byHand));
    assertThat(schedules.remove(name)).isTrue();
  }

  /**
   * A cadence with a tick just ahead, wherever in its second the script is. Ticks are the multiples
   * of the interval, so one of a bit more than a second has one.
   */
  private static Cadence soon() {
    long now = System.currentTimeMillis();
    long interval =
        LongStream.iterate(Cadence.Every.SHORTEST.toMillis(), millis -> millis + 1)
            .filter(millis -> millis - now % millis >= 20 && millis - now % millis <= 40)
            .findFirst()
            .orElseThrow();
    return Cadence.every(Duration.ofMillis(interval));
  }

  private void results() {
    UUID id = broker.enqueue(task("result")).id();
    Delivery delivery = queue("result").dequeue().orElseThrow();
    broker.results().store(TaskResult.of(delivery, ResultStatus.STARTED));

    assertThat(broker.ack(delivery, TaskResult.success(delivery).value(HELLO)))
        .isEqualTo(new Settlement.Settled(id, Settlement.Fate.COMPLETED));
    assertThat(broker.ack(delivery, TaskResult.success(delivery)))
        .isInstanceOf(NotHeld.AlreadySettled.class);
    assertThat(broker.results().archive(Duration.ZERO)).isOne();
    StoredResult result = broker.results().find(id).orElseThrow();
    assertThat(result.status()).isEqualTo(ResultStatus.SUCCESS);
    assertThat(broker.results().value(result, Greeting.class)).contains(HELLO);
    assertThat(broker.results().delete(id)).isTrue();
    broker.results().store(TaskResult.of(delivery, ResultStatus.FAILURE).timeToLive(MOMENT));
    assertThat(broker.results().find(List.of(id))).isEmpty();
    assertThat(broker.results().purgeExpired(10)).isOne();
  }

  private void completes(Delivery delivery) {
    assertThat(broker.ack(delivery))
        .isEqualTo(new Settlement.Settled(delivery.id(), Settlement.Fate.COMPLETED));
  }

  private TaskSource queue(String name) {
    return broker.queue(name);
  }

  private static NewTask<byte[]> task(String queue) {
    return NewTask.ofBytes("task", new byte[] {1, 2, 3}).queue(queue);
  }
}
