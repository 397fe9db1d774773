/** A worker and a producer whose connections go into black holes, one after the other. */
@NullMarked
package io.celers.broker.examples.reliability.halfopen;

import org.jspecify.annotations.NullMarked;
