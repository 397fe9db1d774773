package io.celers.broker.examples.spring;

import static io.celers.broker.examples.spring.db.Tables.INVOICES;

import org.jooq.DSLContext;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes invoices. Knows nothing of the broker. */
@Service
class Invoices {

  private final DSLContext ctx;

  Invoices(DSLContext ctx) {
    this.ctx = ctx;
  }

  /** Joins the transaction of the caller, as any service does. */
  @Transactional
  public void issue(long orderId) {
    ctx.insertInto(INVOICES, INVOICES.ORDER_ID).values(orderId).execute();
  }
}
