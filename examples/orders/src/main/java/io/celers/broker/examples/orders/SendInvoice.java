package io.celers.broker.examples.orders;

import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;

/** Payload of the task that sends the invoice of an order. */
record SendInvoice(long orderId) {

  static final String QUEUE = "invoices";

  /** A mail server that is down is not back in a second. */
  private static final RetryPolicy LATER =
      RetryPolicy.exponential(Duration.ofMinutes(1), Duration.ofHours(1));

  static final TaskType<SendInvoice> TYPE =
      TaskType.of("send-invoice", SendInvoice.class).queue(QUEUE).retryPolicy(LATER);
}
