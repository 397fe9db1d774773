/** Many at once: each task has one holder, each race one winner. */
@NullMarked
package io.celers.broker.jooq.concurrency;

import org.jspecify.annotations.NullMarked;
