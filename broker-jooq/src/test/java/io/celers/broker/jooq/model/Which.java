package io.celers.broker.jooq.model;

import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.TaskQuery;
import java.util.List;
import java.util.UUID;

/** The tasks of a verb on many: those of a queue, or one. */
record Which(Kind kind, String name) {

  enum Kind {
    QUEUE,
    TASK
  }

  boolean includes(TaskModel task) {
    return kind == Kind.QUEUE ? task.queue.equals(name) : task.name.equals(name);
  }

  boolean isThere(BrokerModel model) {
    return kind == Kind.QUEUE || model.knows(name);
  }

  boolean isThere(Play play) {
    return kind == Kind.QUEUE || play.knows(name);
  }

  TaskQuery tasks(Play play) {
    return kind == Kind.QUEUE ? TaskQuery.all().queues(name) : TaskQuery.all().ids(id(play));
  }

  DeadLetterQuery deadLetters(Play play) {
    return kind == Kind.QUEUE
        ? DeadLetterQuery.all().queues(name)
        : DeadLetterQuery.all().ids(id(play));
  }

  private List<UUID> id(Play play) {
    return List.of(play.id(name));
  }
}
