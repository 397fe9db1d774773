package io.celers.broker.examples.reliability.checker.history;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one process wrote down.
 *
 * @param process its name, which it also gave the broker as the name of the worker
 * @param events in the order of its file
 * @param torn whether the last line has no end: the process was killed while it wrote
 */
public record History(String process, List<Event> events, boolean torn) {

  /** Copies the list. */
  public History {
    events = List.copyOf(events);
  }

  /** Events of a kind. */
  public Stream<Event> events(EventKind kind) {
    return events.stream().filter(event -> event.kind() == kind);
  }

  /** Whether the process came to its end, and was not killed. */
  public boolean ended() {
    return !events.isEmpty() && events.get(events.size() - 1).kind() == EventKind.PROCESS_ENDED;
  }

  /** The same process with other events. */
  public History with(List<Event> events) {
    return new History(process, events, torn);
  }
}
