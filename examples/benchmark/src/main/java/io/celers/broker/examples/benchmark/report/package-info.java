/** What a run leaves: table, JSON and plots. */
@NullMarked
package io.celers.broker.examples.benchmark.report;

import org.jspecify.annotations.NullMarked;
