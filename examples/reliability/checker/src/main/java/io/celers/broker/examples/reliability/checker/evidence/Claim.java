package io.celers.broker.examples.reliability.checker.evidence;

import io.celers.broker.examples.reliability.checker.history.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One task in one holder's hand. */
public record Claim(@Nullable UUID task, @Nullable UUID receipt) {

  /** The one that an event concerns. */
  public static Claim of(Event event) {
    return new Claim(event.task(), event.receipt());
  }
}
