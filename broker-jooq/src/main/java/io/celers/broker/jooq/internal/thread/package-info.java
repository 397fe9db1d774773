/** Threads that the broker runs by itself. */
@NullMarked
package io.celers.broker.jooq.internal.thread;

import org.jspecify.annotations.NullMarked;
