/** How is measured: cells, sides, rounds and figures. */
@NullMarked
package io.celers.broker.examples.benchmark.run;

import org.jspecify.annotations.NullMarked;
