/** Verbs on dead letters. */
@NullMarked
package io.celers.broker.examples.cli.dead;

import org.jspecify.annotations.NullMarked;
