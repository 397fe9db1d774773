package io.celers.broker.examples.reliability.commits;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.reliability.commits.Verb.Access;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Configuration;

/** Tasks that are claimed and settled. */
final class SettleVerbs {

  private SettleVerbs() {}

  static List<Verb> all() {
    return List.of(
        Verb.of("dequeue", SettleVerbs::dequeue),
        one("ack", (broker, delivery) -> broker.ack(delivery)),
        one("ack with a result", (broker, delivery) -> broker.ack(delivery, success(delivery))),
        many("ackAll", Broker::ackAll),
        many("ackAll with results", SettleVerbs::ackAllWithResults),
        one("reject: retry", rejection(Rejection.retry("later").after(Stage.HOUR))),
        one("reject: dead letter", rejection(Rejection.deadLetter("hopeless"))),
        one("reject: discard", rejection(Rejection.discard("no"))),
        one("reject: cancel", rejection(Rejection.cancel("no"))),
        many("rejectAll", SettleVerbs::rejectAll),
        one("release", (broker, delivery) -> broker.release(delivery)),
        many("releaseAll", (broker, deliveries) -> broker.releaseAll(deliveries)),
        Verb.of("extend", SettleVerbs::extend),
        Verb.of("extendAll", SettleVerbs::extendAll),
        Verb.inTransaction("ack in the handler's transaction", SettleVerbs::inTransaction),
        Verb.of("store a result", SettleVerbs::store));
  }

  /** Settles one delivery. */
  private interface One {
    Settlement settle(Broker broker, Delivery delivery);
  }

  /** Settles several. */
  private interface Many {
    List<Settlement> settle(Broker broker, List<Delivery> deliveries);
  }

  private static Verb one(String name, One verb) {
    return Verb.of(
        name,
        stage -> {
          Delivery delivery = stage.held(1).get(0);
          return with -> kind(verb.settle(with.broker(), delivery));
        });
  }

  private static Verb many(String name, Many verb) {
    return Verb.of(
        name,
        stage -> {
          List<Delivery> deliveries = stage.held(4);
          return with ->
              verb.settle(with.broker(), deliveries).stream().map(SettleVerbs::kind).toList();
        });
  }

  private static One rejection(Rejection rejection) {
    return (broker, delivery) -> broker.reject(delivery, rejection);
  }

  private static List<Settlement> rejectAll(Broker broker, List<Delivery> deliveries) {
    Map<Delivery, Rejection> each = new LinkedHashMap<>();
    each.put(deliveries.get(0), Rejection.retry("later").after(Stage.HOUR));
    each.put(deliveries.get(1), Rejection.deadLetter("hopeless"));
    each.put(deliveries.get(2), Rejection.discard("no"));
    each.put(deliveries.get(3), Rejection.cancel("no"));
    return broker.rejectAll(each);
  }

  private static List<Settlement> ackAllWithResults(Broker broker, List<Delivery> deliveries) {
    return broker.ackAll(
        deliveries.stream().collect(Collectors.toMap(Function.identity(), SettleVerbs::success)));
  }

  private static TaskResult success(Delivery delivery) {
    return TaskResult.success(delivery).json("42");
  }

  private static Verb.Call dequeue(Stage stage) {
    stage.pending(5);
    return with -> with.broker().queue(Stage.QUEUE).dequeue(5).size() + " claimed";
  }

  private static Verb.Call extend(Stage stage) {
    Delivery delivery = stage.held(1).get(0);
    return with -> kind(with.broker().extend(delivery, Stage.HOUR));
  }

  private static Verb.Call extendAll(Stage stage) {
    List<Delivery> deliveries = stage.held(4);
    return with ->
        with.broker().extendAll(deliveries, Stage.HOUR).stream().map(SettleVerbs::kind).toList();
  }

  private static Verb.Call store(Stage stage) {
    Delivery delivery = stage.held(1).get(0);
    return with -> {
      with.broker().results().store(TaskResult.of(delivery, ResultStatus.STARTED));
      return "stored";
    };
  }

  private static Verb.Call inTransaction(Stage stage) {
    Delivery delivery = stage.held(1).get(0);
    return with -> effect(with, delivery);
  }

  /** What a handler writes, and the ack; rolled back unless the ack settles. */
  private static Object effect(Access with, Delivery delivery) {
    try {
      return with.ctx().transactionResult(tx -> effect(tx, with.broker().using(tx), delivery));
    } catch (NotSettled e) {
      return e.told;
    }
  }

  private static String effect(Configuration tx, Broker broker, Delivery delivery) {
    tx.dsl()
        .insertInto(
            table(name("reliability", "effects")),
            field(name("task"), UUID.class),
            field(name("receipt"), UUID.class))
        .values(delivery.id(), delivery.receipt())
        .execute();
    String told = kind(broker.ack(delivery));
    if (!told.equals("COMPLETED")) {
      throw new NotSettled(told);
    }
    return told;
  }

  /** Rolls the handler's transaction back. */
  private static final class NotSettled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String told;

    NotSettled(String told) {
      this.told = told;
    }
  }

  private static String kind(Settlement settlement) {
    return settlement instanceof Settlement.Settled settled
        ? settled.fate().name()
        : settlement.getClass().getSimpleName();
  }

  private static String kind(Extension extension) {
    return extension.getClass().getSimpleName();
  }
}
