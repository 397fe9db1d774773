package io.celers.broker.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One change of a task's state. From processing to processing is a claim after a lease that ended.
 *
 * @param taskId the task
 * @param at when it happened, by the clock of the database
 * @param sincePrevious time since the event before; empty for the first one that is known
 * @param from where the task was; empty if it was new, or if history was off when it got there
 * @param to where it went; empty if it was deleted for good
 * @param queue its queue at that time
 * @param name its name
 * @param deliveries claims so far
 * @param worker who claimed it last; empty if nobody had
 */
public record HistoryEvent(
    UUID taskId,
    Instant at,
    Optional<Duration> sincePrevious,
    Optional<Stage> from,
    Optional<Stage> to,
    String queue,
    String name,
    int deliveries,
    Optional<String> worker) {}
