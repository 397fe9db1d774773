/** Shared by the broker's own modules; not for applications. */
@NullMarked
package io.celers.broker.internal;

import org.jspecify.annotations.NullMarked;
