package com.example.owntransaction;

import io.celers.broker.task.TaskType;

record SendInvoice(long orderId, String mail) {

  static final TaskType<SendInvoice> TYPE =
      TaskType.of("send-invoice", SendInvoice.class).queue("mail");
}
