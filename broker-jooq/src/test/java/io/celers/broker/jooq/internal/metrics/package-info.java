/** Counting without a database. */
@NullMarked
package io.celers.broker.jooq.internal.metrics;

import org.jspecify.annotations.NullMarked;
