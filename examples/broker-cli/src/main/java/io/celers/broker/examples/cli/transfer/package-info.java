/** Verbs that write tasks, dead letters and results to files and read them again. */
@NullMarked
package io.celers.broker.examples.cli.transfer;

import org.jspecify.annotations.NullMarked;
