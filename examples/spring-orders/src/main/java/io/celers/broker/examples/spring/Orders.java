package io.celers.broker.examples.spring;

import static io.celers.broker.examples.spring.db.Tables.INVOICES;
import static io.celers.broker.examples.spring.db.Tables.ORDERS;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import io.celers.broker.jooq.JooqBroker;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Records;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Places orders, and tells what has become of them. */
@Service
class Orders {

  private static final BigDecimal CREDIT = new BigDecimal("1000.00");

  /** In words: the state of the task, or dead letter if it failed for good. */
  private static final Field<String> TASK =
      coalesce(
          CELERS_TASKS.STATE.cast(SQLDataType.VARCHAR),
          when(CELERS_DEAD_LETTER_QUEUE.ID.isNotNull(), inline("dead letter")));

  private final DSLContext ctx;
  private final JooqBroker broker;

  Orders(DSLContext ctx, JooqBroker broker) {
    this.ctx = ctx;
    this.broker = broker;
  }

  /**
   * Writes the order and the task that makes its invoice: both, or neither.
   *
   * @throws CreditExceededException if the customer has not enough credit; nothing is left then
   */
  @Transactional
  public PlacedOrder place(NewOrder order) {
    long id =
        ctx.insertInto(ORDERS, ORDERS.CUSTOMER, ORDERS.AMOUNT)
            .values(order.customer(), order.amount())
            .returningResult(ORDERS.ID)
            .fetchSingle()
            .value1();
    UUID task = broker.enqueue(MakeInvoice.TYPE.with(new MakeInvoice(id))).id();
    ctx.update(ORDERS).set(ORDERS.INVOICE_TASK, task).where(ORDERS.ID.eq(id)).execute();
    // So late only to show that nothing stays of what was written and enqueued before.
    if (order.amount().compareTo(CREDIT) > 0) {
      throw new CreditExceededException(order.customer(), order.amount());
    }
    return find(id).orElseThrow();
  }

  /** One typed query over the application's tables and the broker's. */
  Optional<PlacedOrder> find(long id) {
    return ctx.select(
            ORDERS.ID,
            ORDERS.CUSTOMER,
            ORDERS.AMOUNT,
            INVOICES.NUMBER,
            TASK,
            coalesce(CELERS_TASKS.DELIVERIES, CELERS_DEAD_LETTER_QUEUE.DELIVERIES))
        .from(ORDERS)
        .leftJoin(INVOICES)
        .on(INVOICES.ORDER_ID.eq(ORDERS.ID))
        .leftJoin(CELERS_TASKS)
        .on(CELERS_TASKS.ID.eq(ORDERS.INVOICE_TASK))
        .leftJoin(CELERS_DEAD_LETTER_QUEUE)
        .on(CELERS_DEAD_LETTER_QUEUE.ID.eq(ORDERS.INVOICE_TASK))
        .where(ORDERS.ID.eq(id))
        .fetchOptional(Records.mapping(PlacedOrder::new));
  }
}
