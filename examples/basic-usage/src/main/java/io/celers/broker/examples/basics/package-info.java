/** Every basic call of the broker, with what it answers. */
@NullMarked
package io.celers.broker.examples.basics;

import org.jspecify.annotations.NullMarked;
