/** Which codec reads what. */
@NullMarked
package io.celers.broker.jooq.internal.codec;

import org.jspecify.annotations.NullMarked;
