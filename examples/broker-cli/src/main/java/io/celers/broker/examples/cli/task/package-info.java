/** Verbs on tasks. */
@NullMarked
package io.celers.broker.examples.cli.task;

import org.jspecify.annotations.NullMarked;
