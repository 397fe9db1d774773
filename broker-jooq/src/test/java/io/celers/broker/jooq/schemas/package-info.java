/** The broker in other schemas, beside other users of jOOQ, and in odd sessions. */
@NullMarked
package io.celers.broker.jooq.schemas;

import org.jspecify.annotations.NullMarked;
