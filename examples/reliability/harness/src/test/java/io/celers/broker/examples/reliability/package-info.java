/** Small runs of every scenario. */
@NullMarked
package io.celers.broker.examples.reliability;

import org.jspecify.annotations.NullMarked;
