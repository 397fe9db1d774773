/** Export and import of whole rows as JSON lines. */
@NullMarked
package io.celers.broker.jooq.internal.transfer;

import org.jspecify.annotations.NullMarked;
