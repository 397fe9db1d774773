package io.celers.broker.examples.basics;

import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Claiming tasks, and all ways to finish them. */
final class Working {

  private static final Duration TOO_SHORT = Duration.ofNanos(1_000);

  private final JooqBroker broker;
  private final Transcript transcript;

  Working(JooqBroker broker, Transcript transcript) {
    this.broker = broker;
    this.transcript = transcript;
  }

  void show() {
    dequeue();
    payloads();
    ack();
    staleAck();
    reject();
    extend();
    cancel();
    deadLetters();
    reap();
  }

  private void dequeue() {
    transcript.section("Dequeue");
    transcript.show(
        "broker.queue(\"many\").dequeue().map(Delivery::name)",
        broker.queue("many").dequeue().map(Delivery::name));
    transcript.show(
        "broker.queue(\"many\").dequeue(10).size()", broker.queue("many").dequeue(10).size());
    transcript.show(
        "broker.queues(\"mail\", \"raw\").dequeue(10), queue and name of each",
        broker.queues("mail", "raw").dequeue(10).stream()
            .map(delivery -> delivery.queue() + " " + delivery.name())
            .toList());
  }

  private void payloads() {
    transcript.section("Payload");
    transcript.show(
        "broker.payload(delivery, SEND).orElseThrow()",
        broker
            .payload(claimed(Mail.SEND.with(new Mail("ada@example.org", "Hi"))), Mail.SEND)
            .orElseThrow());
    // written by a program that thinks otherwise of this name
    TaskType<String> other = TaskType.of("send-mail", String.class);
    Delivery broken = claimed(other.with("no mail"));
    transcript.show(
        "new String(delivery.payload(), UTF_8)",
        new String(broken.payload(), StandardCharsets.UTF_8));
    if (broker.payload(broken, Mail.SEND) instanceof Payload.Undecodable<Mail> undecodable) {
      transcript.show("broker.payload(delivery, SEND)", undecodable);
      transcript.show(
          "broker.reject(delivery, broker.rejection(undecodable))",
          broker.reject(broken, broker.rejection(undecodable)));
    }
  }

  private void ack() {
    transcript.section("Ack");
    Delivery delivery = claimed(Mail.SEND.with(new Mail("ada@example.org", "Ack")));
    transcript.show("broker.ack(delivery)", broker.ack(delivery));
    transcript.show("broker.ack(delivery) again, as after a lost reply", broker.ack(delivery));
    List<Delivery> two =
        List.of(
            claimed(Mail.SEND.with(new Mail("ada@example.org", "1"))),
            claimed(Mail.SEND.with(new Mail("ada@example.org", "2"))));
    transcript.show("broker.ackAll(two)  // one statement", broker.ackAll(two));
  }

  private void staleAck() {
    transcript.section("A holder that was too slow");
    broker.enqueue(Mail.SEND.with(new Mail("ada@example.org", "Slow")).queue("slow"));
    Delivery slow = broker.queue("slow").lease(TOO_SHORT).dequeue().orElseThrow();
    Delivery next = broker.queue("slow").dequeue().orElseThrow();
    transcript.show("the lease ends, somebody else claims: next.deliveries()", next.deliveries());
    transcript.show("broker.ack(slow)", broker.ack(slow));
    transcript.show("broker.ack(next)", broker.ack(next));
  }

  private void reject() {
    transcript.section("Reject");
    transcript.show(
        "broker.reject(delivery, Rejection.retry(\"mail server is down\"))",
        broker.reject(claimed(), Rejection.retry("mail server is down")));
    transcript.show(
        "Rejection.retry(..).after(Duration.ofMinutes(1))",
        broker.reject(claimed(), Rejection.retry("busy").after(Duration.ofMinutes(1))));
    transcript.show(
        "Rejection.retry(..).with(RetryPolicy.fixed(Duration.ofSeconds(5)))",
        broker.reject(
            claimed(), Rejection.retry("busy").with(RetryPolicy.fixed(Duration.ofSeconds(5)))));
    transcript.show(
        "Rejection.discard(\"not needed any more\")",
        broker.reject(claimed(), Rejection.discard("not needed any more")));
    transcript.show(
        "Rejection.deadLetter(\"no such address\")",
        broker.reject(claimed(), Rejection.deadLetter("no such address")));
    Delivery last = claimed(Mail.SEND.with(new Mail("ada@example.org", "Last")).maxRetries(0));
    transcript.show("delivery.isLast(), with maxRetries(0)", last.isLast());
    transcript.show(
        "broker.reject(last, Rejection.retry(\"still down\"))",
        broker.reject(last, Rejection.retry("still down")));
    transcript.show(
        "broker.rejectAll(Map.of(delivery, rejection, ..))  // one statement",
        broker.rejectAll(Map.of(claimed(), Rejection.retry("busy"))));
  }

  private void extend() {
    transcript.section("Extend");
    Delivery delivery = claimed();
    transcript.show(
        "broker.extend(delivery, Duration.ofMinutes(10))",
        broker.extend(delivery, Duration.ofMinutes(10)));
    broker.ack(delivery);
    transcript.show("after the ack", broker.extend(delivery, Duration.ofMinutes(10)));
  }

  private void cancel() {
    transcript.section("Cancel");
    UUID waiting =
        broker.enqueue(Mail.SEND.with(new Mail("ada@example.org", "C")).queue("cancel")).id();
    transcript.show(
        "broker.tasks().cancel(id, \"order was withdrawn\")",
        broker.tasks().cancel(waiting, "order was withdrawn"));
    transcript.show("again", broker.tasks().cancel(waiting, "again"));
    Delivery held = claimed();
    transcript.show("while it is being worked on", broker.tasks().cancel(held.id(), "withdrawn"));
    transcript.show("broker.ack(delivery) by its holder", broker.ack(held));
    transcript.show("an id that nobody has", broker.tasks().cancel(new UUID(0, 0), "typo"));
  }

  private void deadLetters() {
    transcript.section("Dead letters");
    Delivery delivery = claimed();
    broker.reject(delivery, Rejection.deadLetter("no such address"));
    transcript.show(
        "broker.deadLetters().find(id), name, cause and error",
        broker
            .deadLetters()
            .find(delivery.id())
            .map(dead -> dead.name() + ", " + dead.cause() + ", " + dead.error().orElse("")));
    transcript.show(
        "broker.deadLetters().requeue(id)", broker.deadLetters().requeue(delivery.id()));
    transcript.show("again", broker.deadLetters().requeue(delivery.id()));
    transcript.show(
        "broker.queue(..).dequeue().map(Delivery::deliveries)  // starts afresh",
        broker.queue(delivery.queue()).dequeue().map(Delivery::deliveries));
  }

  private void reap() {
    transcript.section("Tasks that nobody claims");
    broker.enqueue(
        Mail.SEND
            .with(new Mail("ada@example.org", "Offer of today"))
            .queue("nobody")
            .expiresAfter(TOO_SHORT));
    int expired = 0;
    Reaped step;
    // each step looks at a bounded number of live tasks, and the next one goes on from there
    do {
      step = broker.maintenance().reap(100);
      expired += step.expired();
    } while (!step.complete());
    transcript.show("broker.maintenance().reap(100) until complete(), sum of expired()", expired);
  }

  private Delivery claimed() {
    return claimed(Mail.SEND.with(new Mail("ada@example.org", "Hello")));
  }

  /** Enqueues a task into a queue of its own, and claims it. */
  private Delivery claimed(NewTask<?> task) {
    String queue = "queue-of-" + UUID.randomUUID();
    broker.enqueue(task.queue(queue));
    return broker.queue(queue).dequeue().orElseThrow();
  }
}
