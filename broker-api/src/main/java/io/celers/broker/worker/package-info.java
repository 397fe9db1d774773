/**
 * A worker: what a handler is given, what it may answer, and how a worker is stopped and watched.
 */
@NullMarked
package io.celers.broker.worker;

import org.jspecify.annotations.NullMarked;
