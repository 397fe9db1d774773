package io.celers.broker.examples.basics;

import io.celers.broker.task.TaskType;

/** A payload. */
record Mail(String to, String subject) {

  /** What is stored is the name and JSON, not the name of this class. */
  static final TaskType<Mail> SEND = TaskType.of("send-mail", Mail.class).queue("mail");
}
