/** Tests of the checker: what is good is accepted, what is wrong is not. */
@NullMarked
package io.celers.broker.examples.reliability.checker;

import org.jspecify.annotations.NullMarked;
