/** From due rows to deliveries. */
@NullMarked
package io.celers.broker.jooq.internal.claim;

import org.jspecify.annotations.NullMarked;
