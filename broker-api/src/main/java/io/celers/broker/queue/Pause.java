package io.celers.broker.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * Why nothing is claimed from a queue.
 *
 * @param since when it was paused, by the clock of the database
 * @param by who paused it; empty if that was done by hand and not said
 * @param reason why; empty if that was done by hand and not said
 */
public record Pause(Instant since, Optional<String> by, Optional<String> reason) {}
