package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.Optional;

/**
 * What is in one queue.
 *
 * @param queue its name
 * @param pending tasks that wait to be claimed, those scheduled for later among them
 * @param scheduled pending tasks that are due later
 * @param processing tasks that somebody has claimed and not yet settled, the lapsed among them
 * @param lapsed processing tasks whose lease has ended: they may be claimed again
 * @param completed finished well, and still retained
 * @param failed discarded, and still retained
 * @param cancelled cancelled or expired, and still retained
 * @param dead dead letters
 * @param oldestPending how long the pending task that has waited longest has been due; empty if
 *     none is due
 * @param oldestProcessing how long ago the claim was made that has been held longest; if {@code
 *     processing} is not exact, among the tasks that were counted
 */
public record QueueFigures(
    String queue,
    Count pending,
    Count scheduled,
    Count processing,
    Count lapsed,
    Count completed,
    Count failed,
    Count cancelled,
    Count dead,
    Optional<Duration> oldestPending,
    Optional<Duration> oldestProcessing) {}
