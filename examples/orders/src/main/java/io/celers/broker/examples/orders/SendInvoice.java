package io.celers.broker.examples.orders;

import io.celers.broker.task.TaskType;

/** Payload of the task that sends the invoice of an order. */
record SendInvoice(long orderId) {

  static final String QUEUE = "invoices";

  static final TaskType<SendInvoice> TYPE =
      TaskType.of("send-invoice", SendInvoice.class).queue(QUEUE);
}
