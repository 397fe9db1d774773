/** Codecs for JSON payloads. */
@NullMarked
package io.celers.broker.jooq.codec;

import org.jspecify.annotations.NullMarked;
