/** Schedules: when they tick, and the statements that make tasks of ticks. */
@NullMarked
package io.celers.broker.jooq.internal.schedule;

import org.jspecify.annotations.NullMarked;
