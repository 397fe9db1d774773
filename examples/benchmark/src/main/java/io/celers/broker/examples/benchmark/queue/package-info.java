/** Who is measured: this broker, bare SQL, and other queues for Java, behind one interface. */
@NullMarked
package io.celers.broker.examples.benchmark.queue;

import org.jspecify.annotations.NullMarked;
