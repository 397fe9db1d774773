package io.celers.broker.jooq.internal.worker;

import io.celers.broker.worker.HandlerLimits;

/**
 * How tasks of one name are done.
 *
 * @param name the tasks' name
 */
record Handler(String name, Work work, HandlerLimits limits) {}
