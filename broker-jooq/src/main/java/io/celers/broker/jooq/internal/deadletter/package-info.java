/** Dead letters: made, found, put back. */
@NullMarked
package io.celers.broker.jooq.internal.deadletter;

import org.jspecify.annotations.NullMarked;
