package io.celers.broker.examples.reliability.fencing;

import java.util.List;
import java.util.UUID;

/**
 * What the holders in a race know.
 *
 * @param stale receipt of the one whose lease had ended
 * @param claims receipts of all
 */
record RaceRun(Race race, UUID task, UUID stale, List<UUID> claims, List<Call> calls) {}
