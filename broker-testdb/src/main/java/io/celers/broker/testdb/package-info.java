/**
 * A PostgreSQL that disappears again, for builds, tests and examples.
 *
 * <p>Start at {@link io.celers.broker.testdb.ThrowawayPostgres}.
 */
@NullMarked
package io.celers.broker.testdb;

import org.jspecify.annotations.NullMarked;
