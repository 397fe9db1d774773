package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.HandlerLimits;

/**
 * How tasks of one name are done.
 *
 * @param name the tasks' name
 * @param most tasks that are done together, at most
 */
record Handler(String name, Work work, int most, HandlerLimits limits) {}
