/** What happened to a task. */
@NullMarked
package io.celers.broker.history;

import org.jspecify.annotations.NullMarked;
