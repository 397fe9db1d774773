package io.celers.broker.examples.reliability.fencing;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.result.TaskResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** What a holder does with its delivery. */
enum HolderVerb {
  /** Alone. */
  ACK((hands, held) -> hands.broker().ack(held)),
  /** With what the handler returned. */
  ACK_WITH_RESULT((hands, held) -> hands.broker().ack(held, result(held))),
  /** As of many. */
  ACK_ALL((hands, held) -> hands.broker().ackAll(List.of(held)).get(0)),
  /** As of many, with what the handler returned. */
  ACK_ALL_WITH_RESULTS((hands, held) -> hands.broker().ackAll(Map.of(held, result(held))).get(0)),
  /** To be tried again at once. */
  RETRY((hands, held) -> hands.broker().reject(held, retry())),
  /** Into the dead letters. */
  DEAD_LETTER((hands, held) -> hands.broker().reject(held, Rejection.deadLetter("no"))),
  /** Failed. */
  DISCARD((hands, held) -> hands.broker().reject(held, Rejection.discard("no"))),
  /** Cancelled. */
  CANCEL((hands, held) -> hands.broker().reject(held, Rejection.cancel("no"))),
  /** As of many. */
  REJECT_ALL((hands, held) -> hands.broker().rejectAll(List.of(held), retry()).get(0)),
  /** As if it had not been claimed. */
  RELEASE((hands, held) -> hands.broker().release(held)),
  /** As of many. */
  RELEASE_ALL((hands, held) -> hands.broker().releaseAll(List.of(held)).get(0)),
  /** Goes on. */
  EXTEND((hands, held) -> hands.broker().extend(held, longer())),
  /** As of many. */
  EXTEND_ALL((hands, held) -> hands.broker().extendAll(List.of(held), longer()).get(0)),
  /** In a transaction with an effect, which is rolled back unless the ack settles. */
  TRANSACTIONAL_ACK((hands, held) -> inTransaction(hands, held, false)),
  /** Likewise, and rolled back although the ack has settled. */
  ROLLED_BACK_ACK((hands, held) -> inTransaction(hands, held, true)),
  /** Of a worker, which says nothing when the lease is kept. */
  HEARTBEAT(
      (hands, held) -> {
        throw new UnsupportedOperationException("workers only");
      });

  static final String EXTENDED = "Extended";
  static final String ROLLED_BACK = "rolled back";

  /** What a holder has at hand. */
  record Hands(JooqBroker broker, DSLContext ctx) {}

  private interface Call {
    Object run(Hands hands, Delivery held);
  }

  private final Call call;

  HolderVerb(Call call) {
    this.call = call;
  }

  /** Those that a caller can call. */
  static List<HolderVerb> callable() {
    return List.of(values()).subList(0, HEARTBEAT.ordinal());
  }

  /** Calls it; what was told in one word. */
  String told(Hands hands, Delivery held) {
    try {
      return word(call.run(hands, held));
    } catch (RuntimeException e) {
      return "threw " + e;
    }
  }

  boolean storesResult() {
    return this == ACK_WITH_RESULT || this == ACK_ALL_WITH_RESULTS;
  }

  /** As it is called in words. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String word(Object told) {
    if (told instanceof Settlement.Settled settled) {
      return settled.fate().name();
    }
    return told instanceof String text ? text : told.getClass().getSimpleName();
  }

  private static Duration longer() {
    return Duration.ofHours(1);
  }

  private static Rejection.Retry retry() {
    return Rejection.retry("again").after(Duration.ZERO);
  }

  /** Says who stored it. */
  private static TaskResult result(Delivery held) {
    return TaskResult.success(held).json("\"" + held.receipt() + "\"");
  }

  private static String inTransaction(Hands hands, Delivery held, boolean rollBack) {
    try {
      return hands
          .ctx()
          .transactionResult(tx -> effect(tx, hands.broker().using(tx), held, rollBack));
    } catch (RolledBack e) {
      return e.told;
    }
  }

  private static String effect(Configuration tx, Broker broker, Delivery held, boolean rollBack) {
    tx.dsl()
        .insertInto(
            DSL.table(DSL.name("reliability", "effects")),
            DSL.field(DSL.name("task"), UUID.class),
            DSL.field(DSL.name("receipt"), UUID.class))
        .values(held.id(), held.receipt())
        .execute();
    Settlement told = broker.ack(held);
    if (!(told instanceof Settlement.Settled)) {
      throw new RolledBack(word(told));
    }
    if (rollBack) {
      throw new RolledBack(ROLLED_BACK);
    }
    return word(told);
  }

  /** Ends a transaction without its effects. */
  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String told;

    RolledBack(String told) {
      this.told = told;
    }
  }
}
