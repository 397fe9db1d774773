/** Tests of sleeping and being woken. */
@NullMarked
package io.celers.broker.jooq.internal.wakeup;

import org.jspecify.annotations.NullMarked;
