/** Configuring a worker, and handlers that run in a transaction of jOOQ. */
@NullMarked
package io.celers.broker.jooq.worker;

import org.jspecify.annotations.NullMarked;
