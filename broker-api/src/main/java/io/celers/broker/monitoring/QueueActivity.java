package io.celers.broker.monitoring;

import java.util.Optional;

/**
 * What went on in a queue lately. A dead letter counts as failed.
 *
 * @param queue its name
 * @param enqueued tasks that were created
 * @param finished tasks that came to an end: completed, failed, cancelled
 * @param failed those of them that failed
 * @param pickUp from the time a task was due to its claim, of tasks that were claimed once, in the
 *     window; a retry would show its back-off instead. Empty if there were none
 * @param runTime from its claim to its end, of tasks that were completed in the window. Empty if
 *     there were none
 */
public record QueueActivity(
    String queue,
    Throughput enqueued,
    Throughput finished,
    Throughput failed,
    Optional<Latency> pickUp,
    Optional<Latency> runTime) {}
