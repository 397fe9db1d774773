/** What two tasks of the same id must have in common to be the same. */
@NullMarked
package io.celers.broker.jooq.internal.content;

import org.jspecify.annotations.NullMarked;
