/** Classes that break a rule, for the proof that it fires. */
@NullMarked
package io.celers.broker.jooq.rules.offenders.there;

import org.jspecify.annotations.NullMarked;
