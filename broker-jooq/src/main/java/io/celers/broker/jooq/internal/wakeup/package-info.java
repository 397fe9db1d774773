/**
 * Sleeping until something comes up, and being woken.
 *
 * <p>A notification is a hint and nothing more: whoever sleeps looks for himself from time to time.
 * It is sent only if somebody has noted that he sleeps, because PostgreSQL lets only one
 * transaction at a time commit that sends any.
 */
@NullMarked
package io.celers.broker.jooq.internal.wakeup;

import org.jspecify.annotations.NullMarked;
