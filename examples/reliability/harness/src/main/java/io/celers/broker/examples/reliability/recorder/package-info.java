/** Writes down what a process does, so that it survives the process. */
@NullMarked
package io.celers.broker.examples.reliability.recorder;

import org.jspecify.annotations.NullMarked;
