/**
 * The broker's tables as migrations, and the way to apply them.
 *
 * <p>Start at {@link io.celers.broker.schema.BrokerSchema}.
 */
@NullMarked
package io.celers.broker.schema;

import org.jspecify.annotations.NullMarked;
