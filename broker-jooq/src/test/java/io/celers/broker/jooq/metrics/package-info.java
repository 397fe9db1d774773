/** Metrics, as Prometheus sees them. */
@NullMarked
package io.celers.broker.jooq.metrics;

import org.jspecify.annotations.NullMarked;
