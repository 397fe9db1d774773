package io.celers.broker.examples.cli.task;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.examples.cli.output.Row;

/** A dead letter as it is shown. */
public final class DeadLetterRow {

  private DeadLetterRow() {}

  /** Everything but the payload. */
  public static Row of(DeadLetter dead) {
    return Row.of("id", dead.id())
        .with("queue", dead.queue())
        .with("name", dead.name())
        .with("cause", dead.cause())
        .with("error", dead.error())
        .with("priority", dead.priority())
        .with("deliveries", dead.deliveries())
        .with("max retries", dead.maxRetries())
        .with("created", dead.createdAt())
        .with("died", dead.diedAt())
        .with("headers", dead.headers())
        .with("tags", dead.tags())
        .with("codec", dead.codec())
        .with("version", dead.version());
  }
}
