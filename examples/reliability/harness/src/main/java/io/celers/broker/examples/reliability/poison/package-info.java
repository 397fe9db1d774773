/** Tasks with which something is wrong, among others, and workers that are to survive them. */
@NullMarked
package io.celers.broker.examples.reliability.poison;

import org.jspecify.annotations.NullMarked;
