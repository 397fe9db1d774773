/** Which transaction this is, and what became of it. */
@NullMarked
package io.celers.broker.jooq.internal.transaction;

import org.jspecify.annotations.NullMarked;
