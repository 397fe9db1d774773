/** The broker's migrations and the way to apply them. */
@NullMarked
package io.celers.broker.schema;

import org.jspecify.annotations.NullMarked;
