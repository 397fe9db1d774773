/** The worker, through its public API. */
@NullMarked
package io.celers.broker.jooq.worker;

import org.jspecify.annotations.NullMarked;
