package io.celers.broker.examples.spring;

import io.celers.broker.task.TaskType;

/** Payload of the task that makes the invoice of an order. */
record MakeInvoice(long orderId) {

  static final TaskType<MakeInvoice> TYPE =
      TaskType.of("make-invoice", MakeInvoice.class).queue("invoices");
}
