/** The log of changes of state. */
@NullMarked
package io.celers.broker.jooq.internal.history;

import org.jspecify.annotations.NullMarked;
