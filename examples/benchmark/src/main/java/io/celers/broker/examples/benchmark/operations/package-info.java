/** An operator on large tables: every call that looks, and requeueing together with another one. */
@NullMarked
package io.celers.broker.examples.benchmark.operations;

import org.jspecify.annotations.NullMarked;
