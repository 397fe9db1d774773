/** Tests of the basic usage. */
@NullMarked
package io.celers.broker.examples.basics;

import org.jspecify.annotations.NullMarked;
