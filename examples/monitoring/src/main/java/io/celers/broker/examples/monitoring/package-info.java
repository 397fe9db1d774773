/** A dashboard of the queues in the terminal, and charts of what it saw. */
@NullMarked
package io.celers.broker.examples.monitoring;

import org.jspecify.annotations.NullMarked;
