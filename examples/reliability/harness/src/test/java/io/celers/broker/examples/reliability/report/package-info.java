/** Tests of the score card of a set of runs. */
@NullMarked
package io.celers.broker.examples.reliability.report;

import org.jspecify.annotations.NullMarked;
