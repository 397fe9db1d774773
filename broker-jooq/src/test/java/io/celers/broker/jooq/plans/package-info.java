/** What the planner makes of the statements of the hot path. */
@NullMarked
package io.celers.broker.jooq.plans;

import org.jspecify.annotations.NullMarked;
