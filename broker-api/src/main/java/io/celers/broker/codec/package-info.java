/** How payloads become bytes and values again. */
@NullMarked
package io.celers.broker.codec;

import org.jspecify.annotations.NullMarked;
