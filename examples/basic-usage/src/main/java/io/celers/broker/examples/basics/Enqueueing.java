package io.celers.broker.examples.basics;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jooq.DSLContext;

/** All ways to create tasks. */
final class Enqueueing {

  private static final int BULK = 10_000;

  private final DSLContext db;
  private final JooqBroker broker;
  private final Transcript transcript;

  Enqueueing(DSLContext db, JooqBroker broker, Transcript transcript) {
    this.db = db;
    this.broker = broker;
    this.transcript = transcript;
  }

  void show() {
    typedAndUntyped();
    inTransactions();
    whenAndHow();
    once();
    many();
  }

  private void typedAndUntyped() {
    transcript.section("Enqueue");
    transcript.show(
        "broker.enqueue(SEND.with(new Mail(\"ada@example.org\", \"Hello\")))",
        broker.enqueue(Mail.SEND.with(new Mail("ada@example.org", "Hello"))));
    transcript.show(
        "broker.enqueue(NewTask.ofBytes(\"ping\", bytes).queue(\"raw\"))",
        broker.enqueue(
            NewTask.ofBytes("ping", "any bytes".getBytes(StandardCharsets.UTF_8)).queue("raw")));
  }

  private void inTransactions() {
    transcript.section("In the application's jOOQ transaction");
    transcript.show(
        "db.transactionResult(tx -> broker.using(tx).enqueue(..))",
        db.transactionResult(
            tx ->
                broker
                    .using(tx)
                    .enqueue(
                        Mail.SEND.with(new Mail("grace@example.org", "Committed")).queue("tx"))));
    try {
      db.transaction(
          tx -> {
            broker
                .using(tx)
                .enqueue(Mail.SEND.with(new Mail("grace@example.org", "Never")).queue("tx"));
            throw new IllegalStateException("the order was refused");
          });
    } catch (IllegalStateException e) {
      transcript.show("the same, but the transaction throws", String.valueOf(e.getMessage()));
    }
    transcript.show(
        "broker.queue(\"tx\").dequeue(10).size()", broker.queue("tx").dequeue(10).size());
  }

  private void whenAndHow() {
    transcript.section("When and how");
    NewTask<Mail> mail = Mail.SEND.with(new Mail("alan@example.org", "Later")).queue("later");
    transcript.show("mail.after(Duration.ofHours(1))", enqueue(mail.after(Duration.ofHours(1))));
    transcript.show(
        "mail.at(Instant.parse(\"2100-01-01T00:00:00Z\"))",
        enqueue(mail.at(Instant.parse("2100-01-01T00:00:00Z"))));
    transcript.show(
        "mail.expiresAfter(Duration.ofMinutes(10))",
        enqueue(mail.after(Duration.ofMinutes(5)).expiresAfter(Duration.ofMinutes(10))));
    transcript.show(
        "broker.queue(\"later\").dequeue()  // nothing is due", broker.queue("later").dequeue());
    enqueue(mail.queue("important").priority(1));
    enqueue(mail.queue("important").priority(9).header("trace", "4711").tag("vip"));
    broker
        .queue("important")
        .dequeue(2)
        .forEach(
            delivery ->
                transcript.show(
                    "from broker.queue(\"important\").dequeue(2)",
                    "priority %d, headers %s, tags %s"
                        .formatted(delivery.priority(), delivery.headers(), delivery.tags())));
  }

  private void once() {
    transcript.section("Once only: idempotency keys");
    NewTask<Mail> invoice = Mail.SEND.with(new Mail("ada@example.org", "Invoice 42")).queue("once");
    transcript.show(
        "broker.enqueue(invoice.idempotencyKey(\"invoice-42\"))",
        enqueue(invoice.idempotencyKey("invoice-42")));
    transcript.show("the same again", enqueue(invoice.idempotencyKey("invoice-42")));
    transcript.show(
        "with another key", enqueue(invoice.idempotencyKey("invoice-43", Duration.ofDays(30))));
  }

  private void many() {
    transcript.section("Many");
    List<NewTask<Mail>> three =
        Stream.of("one", "two", "three")
            .map(subject -> Mail.SEND.with(new Mail("all@example.org", subject)).queue("many"))
            .toList();
    transcript.show("broker.enqueueAll(three)  // one statement", broker.enqueueAll(three));
    try (ProgressBar bar = bar()) {
      Stream<NewTask<Mail>> stream =
          IntStream.range(0, BULK)
              .mapToObj(i -> Mail.SEND.with(new Mail("all@example.org", "No. " + i)).queue("bulk"));
      transcript.show(
          "broker.enqueueBulk(stream)  // COPY, constant memory",
          broker.enqueueBulk(stream.peek(task -> bar.step())));
    }
  }

  private Enqueued enqueue(NewTask<?> task) {
    return broker.enqueue(task);
  }

  /** On a terminal only: a transcript should hold nothing that moves. */
  private static ProgressBar bar() {
    ProgressBarBuilder bar = new ProgressBarBuilder().setTaskName("bulk").setInitialMax(BULK);
    return System.console() != null
        ? bar.build()
        : bar.setConsumer(
                new ConsoleProgressBarConsumer(
                    new PrintStream(
                        OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)))
            .build();
  }
}
