/** Figures of the queues and of what they live on. */
@NullMarked
package io.celers.broker.jooq.internal.monitoring;

import org.jspecify.annotations.NullMarked;
