package io.celers.broker.delivery;

/**
 * What one step of the reaper did.
 *
 * @param deadLettered tasks whose deliveries were used up
 * @param expired tasks that were cancelled because they had expired
 * @param complete whether the step reached the end of the live tasks; if not, the next step goes on
 *     where this one stopped. Tasks that somebody else had locked are left for another round.
 */
public record Reaped(int deadLettered, int expired, boolean complete) {}
