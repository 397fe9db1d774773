/** A claimed task, what its holder may say of it, and what became of that. */
@NullMarked
package io.celers.broker.delivery;

import org.jspecify.annotations.NullMarked;
