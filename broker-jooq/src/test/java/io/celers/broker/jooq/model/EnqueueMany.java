package io.celers.broker.jooq.model;

import io.celers.broker.task.Enqueued;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code enqueueAll} or {@code enqueueBulk}. */
record EnqueueMany(Way way, List<TaskSpec> tasks) implements Command {

  enum Way {
    ALL,
    /** Without keys; answers with a number only. */
    BULK
  }

  @Override
  public String on(BrokerModel model) {
    List<String> outcomes = tasks.stream().map(model::enqueue).toList();
    return way == Way.ALL ? outcomes.toString() : String.valueOf(outcomes.size());
  }

  @Override
  public String on(Play play) {
    if (way == Way.BULK) {
      return String.valueOf(play.broker().enqueueBulk(tasks.stream().map(TaskSpec::toNewTask)));
    }
    List<Enqueued> outcomes =
        play.broker().enqueueAll(tasks.stream().map(TaskSpec::toNewTask).toList());
    List<String> told = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      told.add(play.enqueued(tasks.get(i), outcomes.get(i)));
    }
    return told.toString();
  }

  @Override
  public Stream<Command> simpler() {
    return Shrink.withoutOne(tasks).map(fewer -> new EnqueueMany(way, fewer));
  }
}
