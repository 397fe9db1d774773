package io.celers.broker.jooq.model;

import io.celers.broker.task.NewTask;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A task to be enqueued.
 *
 * @param task its name, by which commands speak of it
 * @param delay in ticks
 * @param timeToLive in ticks, or {@link BrokerModel#NEVER}
 * @param key idempotency key, empty for none
 * @param ownId whether it brings an id, which then is always the same
 */
record TaskSpec(
    String task,
    String queue,
    int priority,
    int delay,
    int timeToLive,
    int retries,
    String key,
    boolean ownId,
    String content) {

  /** How long an idempotency key lives, in ticks. */
  static final int KEY_LIVES = 4;

  UUID id() {
    return UUID.nameUUIDFromBytes(task.getBytes(StandardCharsets.UTF_8));
  }

  NewTask<byte[]> toNewTask() {
    NewTask<byte[]> made =
        NewTask.ofBytes(task, content.getBytes(StandardCharsets.UTF_8))
            .queue(queue)
            .priority(priority)
            .after(Play.ticks(delay))
            .maxRetries(retries);
    if (timeToLive != BrokerModel.NEVER) {
      made = made.expiresAfter(Play.ticks(timeToLive));
    }
    if (!key.isEmpty()) {
      made = made.idempotencyKey(key, Play.ticks(KEY_LIVES));
    }
    return ownId ? made.id(id()) : made;
  }
}
