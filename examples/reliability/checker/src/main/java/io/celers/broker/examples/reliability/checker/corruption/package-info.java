/** Evidence that is wrong on purpose: what the rules must find. */
@NullMarked
package io.celers.broker.examples.reliability.checker.corruption;

import org.jspecify.annotations.NullMarked;
