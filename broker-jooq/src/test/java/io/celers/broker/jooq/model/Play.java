package io.celers.broker.jooq.model;

import io.celers.broker.Broker;
import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** The broker on empty tables, with names for what it makes. */
final class Play {

  /** So long that no list of commands takes one by itself. */
  private static final Duration TICK = Duration.ofHours(1);

  private final BrokerDatabase db;
  private final List<String> queues;
  private final Instant start;
  private final Map<String, UUID> ids = new TreeMap<>();
  private final Map<UUID, String> names = new TreeMap<>();
  private final Map<String, List<Delivery>> deliveries = new TreeMap<>();

  Play(BrokerDatabase db, List<String> queues) {
    db.empty();
    this.db = db;
    this.queues = queues;
    this.start = db.clock().now().toInstant();
  }

  static Duration ticks(int ticks) {
    return TICK.multipliedBy(ticks);
  }

  Broker broker() {
    return db.broker();
  }

  void moveClock(int ticks) {
    db.clock().advance(ticks(ticks));
  }

  boolean knows(String task) {
    return ids.containsKey(task);
  }

  UUID id(String task) {
    UUID id = ids.get(task);
    if (id == null) {
      throw new IllegalArgumentException("no task " + task);
    }
    return id;
  }

  String enqueued(TaskSpec spec, Enqueued outcome) {
    if (outcome instanceof Enqueued.Created) {
      created(spec.task(), outcome.id());
    }
    return outcome.getClass().getSimpleName() + " " + names.get(outcome.id());
  }

  private void created(String task, UUID id) {
    ids.put(task, id);
    names.put(id, task);
  }

  String claimed(List<Delivery> claimed) {
    List<String> told = new ArrayList<>();
    for (Delivery delivery : claimed) {
      deliveries.computeIfAbsent(delivery.name(), name -> new ArrayList<>()).add(delivery);
      told.add(delivery.name() + "#" + delivery.deliveries());
    }
    return String.join(" ", told);
  }

  boolean isHeldOnce(Hold hold) {
    return deliveries.getOrDefault(hold.task(), List.of()).size() > hold.back();
  }

  Delivery delivery(Hold hold) {
    List<Delivery> all = deliveries.getOrDefault(hold.task(), List.of());
    return all.get(all.size() - 1 - hold.back());
  }

  /** All that can be seen of the tables; tells the model what it cannot know. */
  List<String> lines(BrokerModel model) {
    List<String> lines = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    Page page = Page.first(Page.MAX_LIMIT);
    for (TaskDetails task : broker().tasks().list(TaskQuery.all(), page).items()) {
      if (!knows(task.name())) {
        created(task.name(), task.id());
      }
      seen.add(task.id());
      lines.add(line(task, ""));
      if (model.knows(task.name())) {
        model.task(task.name()).dueExactly = task.visibleAt().orElse(Instant.EPOCH);
        model.task(task.name()).id = task.id();
      }
    }
    List<DeadLetter> dead = broker().deadLetters().list(DeadLetterQuery.all(), page).items();
    for (DeadLetter task : dead) {
      seen.add(task.id());
      lines.add(line(task));
    }
    for (UUID id : names.keySet()) {
      if (!seen.contains(id)) {
        broker().tasks().find(id).ifPresent(task -> lines.add(line(task, "archived ")));
      }
    }
    lines.sort(null);
    Map<String, Object> counts =
        new TreeMap<>(broker().tasks().countBy(Dimension.STATE, TaskQuery.all()));
    Map<String, Object> told = new TreeMap<>();
    counts.forEach((state, count) -> told.put(state.toUpperCase(java.util.Locale.ROOT), count));
    long deadCount = broker().deadLetters().count(DeadLetterQuery.all());
    if (deadCount > 0) {
      told.put("dead", deadCount);
    }
    lines.add("counts " + told);
    Set<String> paused = new TreeSet<>();
    queues.stream()
        .filter(queue -> broker().queue(queue).paused().isPresent())
        .forEach(paused::add);
    lines.add("paused " + paused);
    return lines;
  }

  private String line(TaskDetails task, String where) {
    boolean live = task.state() == TaskState.PENDING || task.state() == TaskState.PROCESSING;
    return "%s: %s%s%s, reason '%s'%s"
        .formatted(
            task.name(),
            where,
            task.state(),
            facts(
                task.queue(),
                task.priority(),
                task.deliveries(),
                task.maxRetries(),
                task.expiresAt(),
                task.error()),
            task.cancelReason().orElse(""),
            live ? ", due " + tick(task.visibleAt().orElseThrow()) : "");
  }

  private String line(DeadLetter task) {
    return "%s: dead%s, %s, requeued %d"
        .formatted(
            task.name(),
            facts(
                task.queue(),
                task.priority(),
                task.deliveries(),
                task.maxRetries(),
                task.expiresAt(),
                task.error()),
            task.cause(),
            task.requeues());
  }

  private String facts(
      String queue,
      int priority,
      int delivered,
      int maxRetries,
      Optional<Instant> expires,
      Optional<String> error) {
    return " in %s, priority %d, %d of %d deliveries, expires %s, error '%s'"
        .formatted(
            queue,
            priority,
            delivered,
            maxRetries + 1,
            expires.map(moment -> String.valueOf(tick(moment))).orElse("never"),
            error.orElse(""));
  }

  private int tick(Instant moment) {
    long ticks = Math.floorDiv(Duration.between(start, moment).toMillis(), TICK.toMillis());
    return Math.toIntExact(ticks);
  }

  Stream<Hold> held(Stream<Hold> holds) {
    return holds.filter(this::isHeldOnce);
  }
}
