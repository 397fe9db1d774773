/** All that a verdict rests on: histories, and what is in the database at rest. */
@NullMarked
package io.celers.broker.examples.reliability.checker.evidence;

import org.jspecify.annotations.NullMarked;
