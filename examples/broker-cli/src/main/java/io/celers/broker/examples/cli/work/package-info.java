/** Runs a command for each task. */
@NullMarked
package io.celers.broker.examples.cli.work;

import org.jspecify.annotations.NullMarked;
