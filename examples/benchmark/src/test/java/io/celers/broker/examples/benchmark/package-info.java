/** Tests of the benchmark. */
@NullMarked
package io.celers.broker.examples.benchmark;

import org.jspecify.annotations.NullMarked;
