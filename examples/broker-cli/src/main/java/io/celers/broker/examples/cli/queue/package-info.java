/** Verbs on queues. */
@NullMarked
package io.celers.broker.examples.cli.queue;

import org.jspecify.annotations.NullMarked;
