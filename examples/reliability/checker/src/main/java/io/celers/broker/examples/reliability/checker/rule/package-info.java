/** What must hold, one class for each promise. */
@NullMarked
package io.celers.broker.examples.reliability.checker.rule;

import org.jspecify.annotations.NullMarked;
