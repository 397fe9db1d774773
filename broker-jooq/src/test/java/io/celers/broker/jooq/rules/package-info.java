/** Rules about the code, each with a proof that it fires. */
@NullMarked
package io.celers.broker.jooq.rules;

import org.jspecify.annotations.NullMarked;
