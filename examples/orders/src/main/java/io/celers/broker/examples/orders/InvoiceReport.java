package io.celers.broker.examples.orders;

import static io.celers.broker.examples.orders.db.Tables.ORDERS;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.Record7;
import org.jooq.Result;
import org.jooq.impl.SQLDataType;

/**
 * What has become of the invoices.
 *
 * <p>The queue is tables, so one typed query sees orders and tasks in one snapshot. Renaming a
 * column in a migration, the application's or the broker's, makes it fail to compile.
 */
final class InvoiceReport {

  /** In words: the state of the task, or dead if it is among the dead letters. */
  private static final Field<String> INVOICE =
      coalesce(
              CELERS_TASKS.STATE.cast(SQLDataType.VARCHAR),
              when(CELERS_DEAD_LETTER_QUEUE.ID.isNotNull(), inline("dead letter")))
          .as("invoice");

  private final DSLContext db;

  InvoiceReport(DSLContext db) {
    this.db = db;
  }

  /** Each order with its task, live, finished or dead. */
  Result<Record7<Long, String, BigDecimal, String, Short, Integer, String>> orders() {
    return db.select(
            ORDERS.ID,
            ORDERS.CUSTOMER,
            ORDERS.AMOUNT,
            INVOICE,
            coalesce(CELERS_TASKS.PRIORITY, CELERS_DEAD_LETTER_QUEUE.PRIORITY).as("priority"),
            coalesce(CELERS_TASKS.DELIVERIES, CELERS_DEAD_LETTER_QUEUE.DELIVERIES).as("deliveries"),
            coalesce(
                    CELERS_TASKS.CANCEL_REASON,
                    CELERS_TASKS.ERROR_MESSAGE,
                    CELERS_DEAD_LETTER_QUEUE.ERROR_MESSAGE)
                .as("remark"))
        .from(ORDERS)
        .leftJoin(CELERS_TASKS)
        .on(CELERS_TASKS.ID.eq(ORDERS.INVOICE_TASK))
        .leftJoin(CELERS_DEAD_LETTER_QUEUE)
        .on(CELERS_DEAD_LETTER_QUEUE.ID.eq(ORDERS.INVOICE_TASK))
        .orderBy(ORDERS.ID)
        .fetch();
  }

  /** How much money is in which state. */
  Result<Record3<String, Integer, BigDecimal>> totals() {
    return db.select(INVOICE, count().as("orders"), sum(ORDERS.AMOUNT).as("amount"))
        .from(ORDERS)
        .leftJoin(CELERS_TASKS)
        .on(CELERS_TASKS.ID.eq(ORDERS.INVOICE_TASK))
        .leftJoin(CELERS_DEAD_LETTER_QUEUE)
        .on(CELERS_DEAD_LETTER_QUEUE.ID.eq(ORDERS.INVOICE_TASK))
        .groupBy(INVOICE)
        .orderBy(INVOICE)
        .fetch();
  }
}
