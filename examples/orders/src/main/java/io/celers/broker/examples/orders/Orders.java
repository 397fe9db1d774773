package io.celers.broker.examples.orders;

import static io.celers.broker.examples.orders.db.Tables.ORDERS;

import io.celers.broker.jooq.JooqBroker;
import java.math.BigDecimal;
import java.util.UUID;
import org.jooq.DSLContext;

/** Places orders. */
final class Orders {

  private static final BigDecimal BIG = new BigDecimal("100.00");
  private static final BigDecimal CREDIT = new BigDecimal("1000.00");

  private final DSLContext db;
  private final JooqBroker broker;

  Orders(DSLContext db, JooqBroker broker) {
    this.db = db;
    this.broker = broker;
  }

  /**
   * Writes the order and the task that sends its invoice: both, or neither.
   *
   * @throws IllegalStateException if the customer has not enough credit; nothing is left then
   */
  long place(String customer, BigDecimal amount) {
    return db.transactionResult(
        tx -> {
          long order =
              tx.dsl()
                  .insertInto(ORDERS, ORDERS.CUSTOMER, ORDERS.AMOUNT)
                  .values(customer, amount)
                  .returningResult(ORDERS.ID)
                  .fetchSingle()
                  .value1();
          UUID task =
              broker
                  .using(tx)
                  .enqueue(
                      SendInvoice.TYPE
                          .with(new SendInvoice(order))
                          .priority(amount.compareTo(BIG) > 0 ? 7 : 4))
                  .id();
          tx.dsl()
              .update(ORDERS)
              .set(ORDERS.INVOICE_TASK, task)
              .where(ORDERS.ID.eq(order))
              .execute();
          if (amount.compareTo(CREDIT) > 0) {
            throw new IllegalStateException("no credit for " + amount + " of " + customer);
          }
          return order;
        });
  }
}
