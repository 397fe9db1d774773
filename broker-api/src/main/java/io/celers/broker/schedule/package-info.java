/** Recurring tasks: when they tick, what is done about missed ticks, what is stored of them. */
@NullMarked
package io.celers.broker.schedule;

import org.jspecify.annotations.NullMarked;
