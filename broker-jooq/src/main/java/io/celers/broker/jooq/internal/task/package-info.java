/** Single tasks: cancel. */
@NullMarked
package io.celers.broker.jooq.internal.task;

import org.jspecify.annotations.NullMarked;
