/** Whole runs: processes, faults, rest, verdict. */
@NullMarked
package io.celers.broker.examples.reliability.scenario;

import org.jspecify.annotations.NullMarked;
