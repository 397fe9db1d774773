package io.celers.broker.examples.reliability.commits;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What verbs find in the tables; all of it is put there over a connection that nobody cuts. */
final class Stage {

  static final String QUEUE = "work";

  /** Ends before the next statement begins. */
  static final Duration MOMENT = Duration.ofNanos(1_000);

  static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final JooqBroker broker;
  private final Tables tables;
  private final List<Delivery> stale = new ArrayList<>();

  Stage(JooqBroker broker, Tables tables) {
    this.broker = broker;
    this.tables = tables;
  }

  JooqBroker broker() {
    return broker;
  }

  /** Claims that others have taken over since. */
  List<Delivery> stale() {
    return List.copyOf(stale);
  }

  /** Nothing is there any more; what was claimed is not known any more. */
  void empty() throws SQLException {
    tables.empty();
    stale.clear();
  }

  void makeSchedulesDue() throws SQLException {
    tables.makeSchedulesDue();
  }

  static NewTask<byte[]> task() {
    return NewTask.ofBytes("task", new byte[] {1, 2, 3}).queue(QUEUE);
  }

  static List<NewTask<byte[]>> tasks(int count) {
    return Stream.generate(Stage::task).limit(count).toList();
  }

  List<UUID> pending(int count) {
    return broker.enqueueAll(tasks(count)).stream().map(enqueued -> enqueued.id()).toList();
  }

  /** Tasks in hand, each of which somebody else has lost before. */
  List<Delivery> held(int count) {
    pending(count);
    stale.addAll(broker.queue(QUEUE).lease(MOMENT).dequeue(count));
    return broker.queue(QUEUE).lease(LEASE).dequeue(count);
  }

  List<UUID> dead(int count) {
    return broker.rejectAll(held(count), Rejection.deadLetter("hopeless")).stream()
        .map(settlement -> settlement.id())
        .toList();
  }

  List<Delivery> completed(int count) {
    List<Delivery> deliveries = held(count);
    broker.ackAll(deliveries);
    return deliveries;
  }
}
