package io.celers.broker.jooq.internal.queue;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.celers.broker.error.QueueFullException;
import io.celers.broker.jooq.internal.sql.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Decides whether tasks may enter their queues, before anything is written.
 *
 * <p>Shared by all views of one broker and safe for use by many threads. Nobody waits for anybody
 * here: while one thread counts a queue again, the others go by the count before. The time is that
 * of the process, and only says how old a look at the database is.
 */
public final class Admission {

  private static final String VERB = "enqueue";

  private final QueueRules rules;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();

  /** By these rules; nothing is counted yet. */
  public Admission(QueueRules rules) {
    this(rules, System::nanoTime);
  }

  Admission(QueueRules rules, LongSupplier nanoTime) {
    this.rules = rules;
    this.nanoTime = nanoTime;
  }

  /**
   * Lets tasks of these queues in, all or none.
   *
   * @param queues one for each task; not looked at if no queue has a maximum length
   * @throws QueueFullException if one of the queues has no room for all of its tasks
   */
  public void admit(Database database, Stream<String> queues) {
    admit(database, rules.known(database, VERB), queues);
  }

  /**
   * Lets the first tasks of a bulk enqueue in; the others are to be asked for one by one.
   *
   * @param first the queues of the tasks that are known before the copy begins
   */
  public BulkAdmission admitBulk(Database database, Stream<String> first) {
    Map<String, QueueRule> now = rules.read(database, VERB);
    admit(database, now, first);
    return new BulkAdmission(now, Map.copyOf(rooms), nanoTime.getAsLong());
  }

  /** Forgets what is known: this broker has just changed it. */
  void forget() {
    rules.forget();
    rooms.clear();
  }

  private void admit(Database database, Map<String, QueueRule> rules, Stream<String> queues) {
    if (rules.values().stream().noneMatch(QueueRule::isLimited)) {
      return;
    }
    Map<String, Long> tasks =
        queues.filter(queue -> isLimited(rules, queue)).collect(groupingBy(q -> q, counting()));
    count(database, tasks.keySet().stream().filter(this::isToBeCounted).toList());
    tasks.forEach(
        (queue, number) -> {
          Room room = rooms.get(queue);
          // None: the limit was taken away since the rules were read.
          if (room != null && !room.take(number)) {
            throw full(rules, queue);
          }
        });
  }

  private boolean isToBeCounted(String queue) {
    Room room = rooms.get(queue);
    return room == null || room.isToBeCountedAgain(nanoTime.getAsLong());
  }

  private void count(Database database, List<String> queues) {
    if (queues.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    Map<String, Long> left;
    try {
      left = database.run(VERB, db -> CountRoom.execute(db, queues));
    } catch (RuntimeException e) {
      // Else nobody would count again: this thread has said that it would.
      rooms.keySet().removeAll(queues);
      throw e;
    }
    for (String queue : queues) {
      Long room = left.get(queue);
      rooms.compute(queue, (same, before) -> room == null ? null : new Room(room, now));
    }
  }

  static boolean isLimited(Map<String, QueueRule> rules, String queue) {
    QueueRule rule = rules.get(queue);
    return rule != null && rule.isLimited();
  }

  static QueueFullException full(Map<String, QueueRule> rules, String queue) {
    QueueRule rule = rules.get(queue);
    Long maxLength = rule == null ? null : rule.maxLength();
    return new QueueFullException(queue, maxLength == null ? 0 : maxLength);
  }
}
