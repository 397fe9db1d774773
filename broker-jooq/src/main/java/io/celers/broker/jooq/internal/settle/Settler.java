package io.celers.broker.jooq.internal.settle;

import static java.util.Objects.requireNonNull;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.queue.QueueRules;
import io.celers.broker.jooq.internal.result.EncodeResult;
import io.celers.broker.jooq.internal.result.ResultRow;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Limits;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Acks, rejects and extends on one connection, and tells each holder what became of it. */
public final class Settler {

  private final Database database;
  private final RetryPolicy retryPolicy;
  private final EncodeResult encoder;
  private final QueueRules rules;
  private final Measurements measurements;
  private final Optional<Channel> channel;

  /**
   * On this connection.
   *
   * @param retryPolicy back-off of tasks that have none of their own
   * @param channel where to notify those who wait for a result; empty if they are not to be
   */
  public Settler(
      Database database,
      RetryPolicy retryPolicy,
      EncodeResult encoder,
      QueueRules rules,
      Measurements measurements,
      Optional<Channel> channel) {
    this.database = database;
    this.retryPolicy = retryPolicy;
    this.encoder = encoder;
    this.rules = rules;
    this.measurements = measurements;
    this.channel = channel;
  }

  /** As {@link io.celers.broker.Broker#ack(Delivery)}. */
  public Settlement ack(Delivery delivery) {
    Holding holding = Holding.of(delivery);
    Afterwards afterwards = afterwards(List.of(delivery));
    return settle(
            "ack",
            List.of(delivery),
            one ->
                database.run("ack", db -> AckTask.execute(db, holding, afterwards))
                    ? Map.of(holding, completed(holding))
                    : Map.of())
        .get(0);
  }

  /** As {@link io.celers.broker.Broker#ackAll(Collection)}. */
  public List<Settlement> ackAll(Collection<? extends Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return List.of();
    }
    Afterwards afterwards = afterwards(deliveries);
    return settle(
        "ack",
        deliveries,
        distinct -> {
          Set<Holding> refused =
              database.run("ack", db -> AckTasks.execute(db, distinct, afterwards));
          Map<Holding, Settlement> settled = new HashMap<>();
          distinct.stream()
              .filter(holding -> !refused.contains(holding))
              .forEach(holding -> settled.put(holding, completed(holding)));
          return settled;
        });
  }

  /** As {@link io.celers.broker.Broker#ackAll(Map)}. */
  public List<Settlement> ackAll(Map<? extends Delivery, TaskResult> results) {
    Map<Holding, ResultRow> rows = new LinkedHashMap<>();
    results.forEach(
        (delivery, result) ->
            rows.putIfAbsent(Holding.of(delivery), encoder.encode(result, delivery)));
    return settle(
        "ack",
        results.keySet(),
        distinct -> {
          Map<Holding, Settlement> settled = new HashMap<>();
          database
              .run("ack", db -> AckTasksWithResults.execute(db, rows, channel))
              .forEach(holding -> settled.put(holding, completed(holding)));
          return settled;
        });
  }

  /** As {@link io.celers.broker.Broker#rejectAll(Map)}. */
  public List<Settlement> rejectAll(Map<? extends Delivery, ? extends Rejection> rejections) {
    Map<Holding, Verdict> verdicts = new LinkedHashMap<>();
    rejections.forEach(
        (delivery, rejection) ->
            verdicts.putIfAbsent(
                Holding.of(delivery),
                Verdict.of(delivery, rejection, retryPolicy, ThreadLocalRandom.current())));
    return settle(
        "reject",
        rejections.keySet(),
        distinct -> {
          Map<Holding, Settlement> settled = new HashMap<>();
          database
              .run("reject", db -> RejectTasks.execute(db, verdicts))
              .forEach(
                  (holding, fate) ->
                      settled.put(holding, new Settlement.Settled(holding.id(), fate)));
          return settled;
        });
  }

  /** As {@link io.celers.broker.Broker#releaseAll(Map)}. */
  public List<Settlement> releaseAll(Map<? extends Delivery, Duration> delays) {
    Map<Holding, Long> micros = new LinkedHashMap<>();
    delays.forEach(
        (delivery, delay) ->
            micros.putIfAbsent(
                Holding.of(delivery),
                Times.micros(Limits.requireUpTo("delay", delay, Limits.LONGEST_DURATION))));
    return settle(
        "release",
        delays.keySet(),
        distinct -> {
          Map<Holding, Settlement> settled = new HashMap<>();
          database
              .run("release", db -> ReleaseTasks.execute(db, micros))
              .forEach(
                  holding ->
                      settled.put(
                          holding, new Settlement.Settled(holding.id(), Settlement.Fate.RELEASED)));
          return settled;
        });
  }

  /** As {@link io.celers.broker.Broker#extendAll}. */
  public List<Extension> extendAll(Collection<? extends Delivery> deliveries, Duration lease) {
    long micros = Times.micros(Limits.requirePositive("lease", lease));
    Set<Holding> distinct = distinct(deliveries);
    if (distinct.isEmpty()) {
      return List.of();
    }
    Map<Holding, Extension> outcomes = new HashMap<>();
    database
        .run("extend", db -> ExtendLeases.execute(db, distinct, micros))
        .forEach((holding, until) -> outcomes.put(holding, extended(holding, until)));
    outcomes.putAll(refusals("extend", distinct, outcomes.keySet()));
    return told(deliveries, outcomes);
  }

  /** Those of a queue that retains nothing are deleted where all are; else maintenance does it. */
  private Afterwards afterwards(Collection<? extends Delivery> deliveries) {
    return rules.areDeletedAtAck(database, deliveries.stream().map(Delivery::queue))
        ? Afterwards.DELETED
        : Afterwards.KEPT;
  }

  private static Settlement completed(Holding holding) {
    return new Settlement.Settled(holding.id(), Settlement.Fate.COMPLETED);
  }

  private static Extension extended(Holding holding, OffsetDateTime until) {
    return new Extension.Extended(holding.id(), until.toInstant());
  }

  /** Runs the statement for what is held, and looks up the rest. */
  private List<Settlement> settle(
      String verb,
      Collection<? extends Delivery> deliveries,
      Function<Set<Holding>, Map<Holding, Settlement>> statement) {
    Set<Holding> distinct = distinct(deliveries);
    if (distinct.isEmpty()) {
      return List.of();
    }
    Map<Holding, Settlement> outcomes = new HashMap<>(statement.apply(distinct));
    outcomes.putAll(refusals(verb, distinct, outcomes.keySet()));
    return told(deliveries, outcomes);
  }

  private static Set<Holding> distinct(Collection<? extends Delivery> deliveries) {
    return deliveries.stream().map(Holding::of).collect(Collectors.toSet());
  }

  /** Why those that the statement has passed over are not held. */
  private Map<Holding, NotHeld> refusals(String verb, Set<Holding> asked, Set<Holding> done) {
    Set<Holding> refused =
        asked.stream().filter(holding -> !done.contains(holding)).collect(Collectors.toSet());
    return refused.isEmpty()
        ? Map.of()
        : database.run(verb, db -> FindHolders.execute(db, refused));
  }

  /** The outcomes in the order of the deliveries, and measured. */
  private <T> List<T> told(Collection<? extends Delivery> deliveries, Map<Holding, T> outcomes) {
    if (measurements.isOn()) {
      Map<Delivery, T> told = new HashMap<>();
      deliveries.forEach(delivery -> told.put(delivery, outcome(delivery, outcomes)));
      measurements.settled(database, told);
    }
    return deliveries.stream().map(delivery -> outcome(delivery, outcomes)).toList();
  }

  private static <T> T outcome(Delivery delivery, Map<Holding, T> outcomes) {
    return requireNonNull(outcomes.get(Holding.of(delivery)));
  }
}
