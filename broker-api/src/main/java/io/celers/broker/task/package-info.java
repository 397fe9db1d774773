/** What is to be done: task types, tasks to enqueue, and how they are retried. */
@NullMarked
package io.celers.broker.task;

import org.jspecify.annotations.NullMarked;
