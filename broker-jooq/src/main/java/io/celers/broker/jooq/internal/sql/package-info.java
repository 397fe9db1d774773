/** What all statements share: the configuration they run on, and what becomes of their errors. */
@NullMarked
package io.celers.broker.jooq.internal.sql;

import org.jspecify.annotations.NullMarked;
