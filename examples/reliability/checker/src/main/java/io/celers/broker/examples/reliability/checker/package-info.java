/**
 * Decides from recorded histories and the database whether the promises were kept. Knows nothing of
 * the library.
 */
@NullMarked
package io.celers.broker.examples.reliability.checker;

import org.jspecify.annotations.NullMarked;
