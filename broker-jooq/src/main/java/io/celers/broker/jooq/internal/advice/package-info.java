/** Measures what the rules of advice judge. */
@NullMarked
package io.celers.broker.jooq.internal.advice;

import org.jspecify.annotations.NullMarked;
