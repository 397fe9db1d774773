package io.celers.broker.jooq.model;

import io.celers.broker.error.IdConflictException;

/** {@code enqueue} of one task, by a key or an own id, too. */
record EnqueueOne(TaskSpec task) implements Command {

  @Override
  public String on(BrokerModel model) {
    return model.enqueue(task);
  }

  @Override
  public String on(Play play) {
    try {
      return play.enqueued(task, play.broker().enqueue(task.toNewTask()));
    } catch (IdConflictException e) {
      return e.getClass().getSimpleName();
    }
  }
}
