package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.error.IdConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tasks of one call that stand for each other, by id or by idempotency key, collapsed: ON CONFLICT
 * may meet a row only once.
 *
 * @param distinct the first task of each
 * @param places for each task of the call, in order, which of {@code distinct} stands for it
 */
record StandIns(List<TaskRow> distinct, List<Place> places) {

  /** Place of a task in {@code distinct}, and whether it is the task that stands there. */
  record Place(int distinct, boolean isFirst) {}

  private record QueueAndKey(String queue, String key) {}

  /**
   * Finds them.
   *
   * @throws IdConflictException if two tasks have one id and different contents
   */
  static StandIns of(List<TaskRow> rows) {
    List<TaskRow> distinct = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    Map<UUID, Integer> byId = new HashMap<>();
    Map<QueueAndKey, Integer> byKey = new HashMap<>();
    for (TaskRow row : rows) {
      Integer first = byId.get(row.id());
      if (first != null && distinct.get(first).contentHash() != row.contentHash()) {
        throw new IdConflictException(row.id());
      }
      if (first == null && row.idempotencyKey() != null) {
        first =
            byKey.putIfAbsent(new QueueAndKey(row.queue(), row.idempotencyKey()), distinct.size());
      }
      if (first == null) {
        byId.put(row.id(), distinct.size());
        places.add(new Place(distinct.size(), true));
        distinct.add(row);
      } else {
        places.add(new Place(first, false));
      }
    }
    return new StandIns(distinct, places);
  }
}
