/** The program: its arguments and the server that it measures on. */
@NullMarked
package io.celers.broker.examples.benchmark;

import org.jspecify.annotations.NullMarked;
