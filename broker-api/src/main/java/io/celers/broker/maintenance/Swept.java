package io.celers.broker.maintenance;

/**
 * What one step of the sweep deleted.
 *
 * @param keys idempotency keys that had expired
 * @param sleepers notes of workers that slept until a moment that has passed
 * @param workers registrations of workers that gave no sign of life
 * @param complete whether less than the limit was found of each
 */
public record Swept(int keys, int sleepers, int workers, boolean complete) {}
