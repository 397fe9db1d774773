/** Each verb of the broker, with its connection cut around its commit, and what came of it. */
@NullMarked
package io.celers.broker.examples.reliability.commits;

import org.jspecify.annotations.NullMarked;
