package io.celers.broker.jooq.model;

/**
 * A delivery, by its task.
 *
 * @param back 0 for the last one that was made of it, 1 for the one before
 */
record Hold(String task, int back) {}
