package io.celers.broker.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When figures were measured, and whether they were old even then.
 *
 * @param measuredAt by the clock of the database that was asked, just before it was
 * @param behind of a replica, time since the last transaction that it has replayed; empty of a
 *     primary. An upper bound: it also grows while the primary has nothing to send. Ten years if
 *     the replica has replayed none since it started
 */
public record Freshness(Instant measuredAt, Optional<Duration> behind) {}
