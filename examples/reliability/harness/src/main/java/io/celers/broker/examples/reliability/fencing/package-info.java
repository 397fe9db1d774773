/** Holders of the same task whose claims replace each other, and who settle at the same moment. */
@NullMarked
package io.celers.broker.examples.reliability.fencing;

import org.jspecify.annotations.NullMarked;
