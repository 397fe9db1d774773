/** From tasks to rows. */
@NullMarked
package io.celers.broker.jooq.internal.enqueue;

import org.jspecify.annotations.NullMarked;
