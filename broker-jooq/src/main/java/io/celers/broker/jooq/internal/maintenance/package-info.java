/** The reaper. */
@NullMarked
package io.celers.broker.jooq.internal.maintenance;

import org.jspecify.annotations.NullMarked;
