/** What the verbs tell to those who measure them, and figures for metrics. */
@NullMarked
package io.celers.broker.jooq.internal.metrics;

import org.jspecify.annotations.NullMarked;
