/** Tests of the dashboard. */
@NullMarked
package io.celers.broker.examples.monitoring;

import org.jspecify.annotations.NullMarked;
