package io.celers.broker.jooq.model;

import java.util.List;
import java.util.stream.Stream;

/** {@code dequeue} from one queue or several, with a lease of some ticks. */
record Dequeue(List<String> queues, int max, int lease) implements Command {

  @Override
  public String on(BrokerModel model) {
    return model.dequeue(queues, max, lease);
  }

  @Override
  public String on(Play play) {
    String[] more = queues.subList(1, queues.size()).toArray(String[]::new);
    return play.claimed(
        play.broker().queues(queues.get(0), more).lease(Play.ticks(lease)).dequeue(max));
  }

  @Override
  public Stream<Command> simpler() {
    return Shrink.withoutOne(queues).map(fewer -> new Dequeue(fewer, max, lease));
  }
}
