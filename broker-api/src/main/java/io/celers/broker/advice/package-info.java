/**
 * Advice on running a queue: pure rules from measured figures to findings.
 *
 * <p>Each {@link io.celers.broker.advice.Measurement} is a record that checks its figures and
 * judges them. Nothing here reads a database or a clock, so the same figures always give the same
 * finding, and figures may as well be estimates of a queue that does not exist yet.
 */
@NullMarked
package io.celers.broker.advice;

import org.jspecify.annotations.NullMarked;
