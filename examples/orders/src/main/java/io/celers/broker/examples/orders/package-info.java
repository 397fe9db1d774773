/** An application whose own tables are joined with those of the broker. */
@NullMarked
package io.celers.broker.examples.orders;

import org.jspecify.annotations.NullMarked;
