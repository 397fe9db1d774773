/** Tests of the orders. */
@NullMarked
package io.celers.broker.examples.orders;

import org.jspecify.annotations.NullMarked;
