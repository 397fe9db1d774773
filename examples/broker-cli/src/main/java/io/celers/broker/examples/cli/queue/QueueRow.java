package io.celers.broker.examples.cli.queue;

import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.queue.Pause;
import java.util.Optional;

/** A queue and its pause as they are shown. */
final class QueueRow {

  private QueueRow() {}

  static Row of(String name, Optional<Pause> pause) {
    return Row.of("queue", name)
        .with("paused", pause.map(Pause::since))
        .with("paused by", pause.flatMap(Pause::by))
        .with("reason", pause.flatMap(Pause::reason));
  }
}
