/** What is measured: one class for each cell. */
@NullMarked
package io.celers.broker.examples.benchmark.cell;

import org.jspecify.annotations.NullMarked;
