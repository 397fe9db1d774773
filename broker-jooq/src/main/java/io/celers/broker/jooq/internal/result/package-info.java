/** Results: stored, found, archived, waited for. */
@NullMarked
package io.celers.broker.jooq.internal.result;

import org.jspecify.annotations.NullMarked;
