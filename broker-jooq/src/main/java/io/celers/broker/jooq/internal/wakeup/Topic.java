package io.celers.broker.jooq.internal.wakeup;

import java.util.UUID;

/**
 * What somebody may sleep on.
 *
 * @param text as it stands in the table of sleepers and in notifications
 */
public record Topic(String text) {

  /** Tasks of a queue become due. */
  public static Topic queue(String name) {
    return new Topic("queue " + name);
  }

  /** The result of a task is stored. */
  public static Topic result(UUID taskId) {
    return new Topic("result " + taskId);
  }
}
