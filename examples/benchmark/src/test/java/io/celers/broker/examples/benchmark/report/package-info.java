/** Tests of the report. */
@NullMarked
package io.celers.broker.examples.benchmark.report;

import org.jspecify.annotations.NullMarked;
