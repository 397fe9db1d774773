/** What an operator sees of the queues: figures, and how far to trust each. */
@NullMarked
package io.celers.broker.monitoring;

import org.jspecify.annotations.NullMarked;
