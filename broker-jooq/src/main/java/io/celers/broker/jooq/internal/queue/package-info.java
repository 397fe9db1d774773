/** Queues as a whole: pause, settings, and how long they may get. */
@NullMarked
package io.celers.broker.jooq.internal.queue;

import org.jspecify.annotations.NullMarked;
