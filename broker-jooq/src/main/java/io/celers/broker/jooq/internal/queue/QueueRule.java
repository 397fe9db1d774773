package io.celers.broker.jooq.internal.queue;

import org.jspecify.annotations.Nullable;

/**
 * What an enqueue or an ack has to know of a queue.
 *
 * @param defaultPriority null if the queue has none of its own
 * @param maxLength null if it may get as long as it likes
 * @param retentionMicros how long it keeps finished tasks; null if that is not said here
 */
record QueueRule(
    @Nullable Short defaultPriority, @Nullable Long maxLength, @Nullable Long retentionMicros) {

  boolean isLimited() {
    return maxLength != null;
  }

  boolean retainsNothing() {
    return retentionMicros != null && retentionMicros == 0;
  }
}
