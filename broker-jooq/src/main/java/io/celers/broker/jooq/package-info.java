/** The broker on jOOQ and PostgreSQL. */
@NullMarked
package io.celers.broker.jooq;

import org.jspecify.annotations.NullMarked;
