/** Harm on purpose, drawn from a seed. */
@NullMarked
package io.celers.broker.examples.reliability.nemesis;

import org.jspecify.annotations.NullMarked;
