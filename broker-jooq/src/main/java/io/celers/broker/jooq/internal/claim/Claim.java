package io.celers.broker.jooq.internal.claim;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who claims how much, and for how long.
 *
 * @param receipt fresh for every call, which fences this claim from all others
 * @param workerId what the claimer calls itself
 * @param leaseMicros microseconds until the claim lapses
 * @param scan most due rows to look at
 * @param max most rows to take, at most as many as are looked at
 * @param names of tasks that a worker claims, without waiting for the disk at the commit: only
 *     where the statement is a transaction of its own; null to claim all, as anybody may
 */
@SuppressWarnings("ArrayRecordComponent") // claims are never compared
record Claim(
    UUID receipt,
    String workerId,
    long leaseMicros,
    int scan,
    int max,
    String @Nullable [] names) {}
