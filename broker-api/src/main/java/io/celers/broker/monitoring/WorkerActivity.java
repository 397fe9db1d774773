package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.Optional;

/**
 * What a holder of tasks did lately. A dead letter counts as failed.
 *
 * @param worker what it calls itself when it claims
 * @param holding tasks that it has claimed and not settled, and whose lease runs
 * @param oldestHold how long ago it claimed the one of these that it has held longest; empty if it
 *     holds none
 * @param finished tasks that it had claimed last and that came to an end
 * @param failed those of them that failed
 * @param retried tasks that it claimed last, in the window, and that now wait for another try
 * @param runTime from its claim to its end, of tasks that were completed in the window. Empty if
 *     there were none
 */
public record WorkerActivity(
    String worker,
    Count holding,
    Optional<Duration> oldestHold,
    Throughput finished,
    Throughput failed,
    Count retried,
    Optional<Latency> runTime) {}
