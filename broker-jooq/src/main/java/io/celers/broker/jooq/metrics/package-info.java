/** The broker's metrics for Micrometer. */
@NullMarked
package io.celers.broker.jooq.metrics;

import org.jspecify.annotations.NullMarked;
