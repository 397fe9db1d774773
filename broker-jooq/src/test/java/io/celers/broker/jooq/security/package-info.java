/** Who may do what, and what nobody gets to see. */
@NullMarked
package io.celers.broker.jooq.security;

import org.jspecify.annotations.NullMarked;
