/** Traces that go from who enqueues a task to who handles it, by the rules of the W3C. */
@NullMarked
package io.celers.broker.trace;

import org.jspecify.annotations.NullMarked;
