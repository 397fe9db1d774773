/** The processes: what they do, and how the harness holds them. */
@NullMarked
package io.celers.broker.examples.reliability.process;

import org.jspecify.annotations.NullMarked;
