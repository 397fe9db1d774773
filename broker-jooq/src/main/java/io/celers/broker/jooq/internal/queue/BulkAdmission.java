package io.celers.broker.jooq.internal.queue;

import io.celers.broker.task.Limits;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules of one bulk enqueue, read when it began: nothing can be asked while a copy runs.
 *
 * <p>A queue that was not counted by then is taken to be empty. Used by one thread.
 */
public final class BulkAdmission {

  private final Map<String, QueueRule> rules;
  private final Map<String, Room> rooms;
  private final long startedAt;

  BulkAdmission(Map<String, QueueRule> rules, Map<String, Room> counted, long startedAt) {
    this.rules = rules;
    this.rooms = new HashMap<>(counted);
    this.startedAt = startedAt;
  }

  /**
   * Lets one more task into a queue.
   *
   * @throws io.celers.broker.error.QueueFullException if it has no room
   */
  public void admit(String queue) {
    QueueRule rule = rules.get(queue);
    if (rule == null || rule.maxLength() == null) {
      return;
    }
    long maxLength = rule.maxLength();
    if (!rooms.computeIfAbsent(queue, uncounted -> new Room(maxLength, startedAt)).take(1)) {
      throw Admission.full(rules, queue);
    }
  }

  /** Priority of a task of this queue that asks for none. */
  public short defaultPriority(String queue) {
    QueueRule rule = rules.get(queue);
    Short priority = rule == null ? null : rule.defaultPriority();
    return priority == null ? Limits.DEFAULT_PRIORITY : priority;
  }
}
