/** Advice, seen from outside. */
@NullMarked
package io.celers.broker.jooq.advice;

import org.jspecify.annotations.NullMarked;
