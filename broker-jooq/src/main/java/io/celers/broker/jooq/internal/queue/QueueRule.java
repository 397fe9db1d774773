package io.celers.broker.jooq.internal.queue;

import org.jspecify.annotations.Nullable;

/**
 * What an enqueue has to know of a queue.
 *
 * @param defaultPriority null if the queue has none of its own
 * @param maxLength null if it may get as long as it likes
 */
record QueueRule(@Nullable Short defaultPriority, @Nullable Long maxLength) {

  boolean isLimited() {
    return maxLength != null;
  }
}
