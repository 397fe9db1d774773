/** What metrics show of a broker, without any library of metrics. */
@NullMarked
package io.celers.broker.metrics;

import org.jspecify.annotations.NullMarked;
