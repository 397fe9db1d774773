package io.celers.broker.jooq.model;

import static io.celers.broker.jooq.model.TaskModel.NOBODYS;

import io.celers.broker.jooq.model.TaskModel.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the documents promise, as a program without a database. Time is counted in ticks.
 *
 * <p>Not final, so that a test may give it a wrong rule.
 */
class BrokerModel {

  static final int NEVER = Integer.MAX_VALUE;

  /** What a claim looks at when it goes on, because it met tasks that nobody may have. */
  private static final int WIDE_SCAN = 1_000;

  private static final int MAX_ROUNDS = 10;

  private record Key(String owner, int expires) {}

  private final Map<String, TaskModel> tasks = new TreeMap<>();
  private final Map<String, Key> keys = new TreeMap<>();
  private final Map<String, List<Integer>> receipts = new TreeMap<>();
  private final Set<String> paused = new TreeSet<>();
  private int now;
  private int lastReceipt = NOBODYS;

  /** Whether it was claimed once more than it may be retried. */
  boolean isWornOut(TaskModel task) {
    return task.deliveries > task.maxRetries;
  }

  boolean isExpired(TaskModel task) {
    return task.expires <= now;
  }

  boolean isDue(TaskModel task) {
    return task.isLive() && task.due <= now;
  }

  void moveClock(int ticks) {
    now += ticks;
  }

  String enqueue(TaskSpec spec) {
    TaskModel there = spec.ownId() ? tasks.get(spec.task()) : null;
    if (there != null && there.place != Place.GONE) {
      return there.content.equals(spec.content())
          ? "Duplicate " + spec.task()
          : "IdConflictException";
    }
    if (!spec.key().isEmpty()) {
      String name = spec.queue() + "/" + spec.key();
      Key key = keys.get(name);
      if (key != null && key.expires > now) {
        return "Duplicate " + key.owner;
      }
      keys.put(name, new Key(spec.task(), now + TaskSpec.KEY_LIVES));
    }
    tasks.put(spec.task(), new TaskModel(spec, now));
    return "Created " + spec.task();
  }

  String dequeue(List<String> queues, int max, int lease) {
    List<String> claimed = new ArrayList<>();
    for (String queue : queues) {
      if (!paused.contains(queue)) {
        claim(queue, claimed, max, lease);
      }
    }
    return String.join(" ", claimed);
  }

  private void claim(String queue, List<String> claimed, int max, int lease) {
    int scan = max - claimed.size();
    for (int round = 0; round < MAX_ROUNDS && claimed.size() < max; round++) {
      int met = 0;
      for (TaskModel task : due(queue).subList(0, Math.min(scan, due(queue).size()))) {
        if (isWornOut(task) || isExpired(task)) {
          settleUndeliverable(task);
          met++;
        } else if (claimed.size() < max) {
          claim(task, lease);
          claimed.add(task.name + "#" + task.deliveries);
        }
      }
      if (met == 0) {
        return;
      }
      scan = WIDE_SCAN;
    }
  }

  private List<TaskModel> due(String queue) {
    return tasks.values().stream()
        .filter(task -> task.queue.equals(queue) && isDue(task))
        .sorted(
            Comparator.comparing((TaskModel task) -> -task.priority)
                .thenComparing(task -> task.dueExactly)
                .thenComparing(task -> task.id.toString()))
        .toList();
  }

  private void claim(TaskModel task, int lease) {
    task.place = Place.PROCESSING;
    task.receipt = ++lastReceipt;
    task.deliveries++;
    task.due = now + lease;
    task.started = now;
    receipts.computeIfAbsent(task.name, name -> new ArrayList<>()).add(task.receipt);
  }

  private boolean settleUndeliverable(TaskModel task) {
    if (isWornOut(task)) {
      bury(task, "LEASE_EXPIRED");
      return true;
    }
    end(task, Place.CANCELLED);
    task.cancelReason = "expired before it was delivered";
    return false;
  }

  private void bury(TaskModel task, String cause) {
    end(task, Place.DEAD);
    task.cause = cause;
  }

  private void end(TaskModel task, Place place) {
    task.place = place;
    task.receipt = NOBODYS;
    task.since = now;
  }

  boolean isHeldOnce(Hold hold) {
    return receipts.getOrDefault(hold.task(), List.of()).size() > hold.back();
  }

  /** The task if this receipt holds it, and why not if it does not. */
  private String byHolder(Hold hold, Transition verb) {
    List<Integer> all = receipts.getOrDefault(hold.task(), List.of());
    int receipt = all.get(all.size() - 1 - hold.back());
    TaskModel task = task(hold.task());
    if (task.place != Place.GONE && task.receipt == receipt) {
      return verb.on(task);
    }
    if (task.place == Place.GONE) {
      return "Gone";
    }
    if (task.settledReceipt == receipt) {
      return "AlreadySettled";
    }
    return task.place == Place.CANCELLED ? "Cancelled" : "LeaseLost";
  }

  private interface Transition {
    String on(TaskModel task);
  }

  String ack(Hold hold) {
    return byHolder(
        hold,
        task -> {
          settle(task, Place.COMPLETED);
          return "COMPLETED";
        });
  }

  private void settle(TaskModel task, Place to) {
    task.settledReceipt = task.receipt;
    end(task, to);
  }

  String reject(Hold hold, Verdict.Kind kind, int delay) {
    String error = kind.name();
    return byHolder(
        hold,
        task -> {
          switch (kind) {
            case RETRY -> {
              task.error = error;
              if (isWornOut(task)) {
                settle(task, Place.DEAD);
                task.cause = "RETRIES_EXHAUSTED";
                return "DEAD_LETTER";
              }
              settle(task, Place.PENDING);
              task.due = now + delay;
              return "RETRY";
            }
            case DEAD_LETTER -> {
              task.error = error;
              settle(task, Place.DEAD);
              task.cause = "REJECTED";
              return "DEAD_LETTER";
            }
            case DISCARD -> {
              task.error = error;
              settle(task, Place.FAILED);
              return "DISCARDED";
            }
            case CANCEL -> {
              task.cancelReason = error;
              settle(task, Place.CANCELLED);
              return "CANCELLED";
            }
          }
          throw new IllegalStateException();
        });
  }

  String extend(Hold hold, int lease) {
    return byHolder(
        hold,
        task -> {
          task.due = now + lease;
          return "Extended";
        });
  }

  String release(Hold hold, int delay) {
    return byHolder(
        hold,
        task -> {
          settle(task, Place.PENDING);
          task.deliveries--;
          task.due = now + delay;
          return "RELEASED";
        });
  }

  String cancel(String name) {
    TaskModel task = task(name);
    if (task.place == Place.GONE) {
      return "Absent";
    }
    if (!task.isLive()) {
      return "AlreadyFinished";
    }
    Place from = task.place;
    end(task, Place.CANCELLED);
    task.cancelReason = "operator";
    return "Done from " + from;
  }

  String cancelAll(Which which) {
    return change(task -> which.includes(task) && task.isLive(), task -> cancel(task.name));
  }

  String prioritize(Which which, int priority) {
    return change(
        task -> which.includes(task) && task.isLive(),
        task -> {
          task.priority = priority;
          task.due = Math.max(task.due, now);
        });
  }

  String move(Which which, String queue) {
    return change(
        task -> which.includes(task) && task.isLive(),
        task -> {
          task.queue = queue;
          task.due = Math.max(task.due, now);
        });
  }

  String makeDue(Which which) {
    return change(
        task -> which.includes(task) && task.place == Place.PENDING, task -> task.due = now);
  }

  boolean pause(String queue) {
    return paused.add(queue);
  }

  boolean resume(String queue) {
    return paused.remove(queue);
  }

  String requeue(Which which) {
    return change(task -> which.includes(task) && task.place == Place.DEAD, this::putBack);
  }

  String requeueByPolicy(int wait, int most) {
    return change(
        task -> task.place == Place.DEAD && task.since + wait <= now && task.requeues < most,
        this::putBack);
  }

  private void putBack(TaskModel task) {
    task.place = Place.PENDING;
    task.deliveries = 0;
    task.settledReceipt = NOBODYS;
    task.expires = isExpired(task) ? NEVER : task.expires;
    task.due = now;
    task.requeues++;
  }

  String purge(Which which) {
    return change(
        task -> which.includes(task) && task.place == Place.DEAD, task -> task.place = Place.GONE);
  }

  String reap() {
    List<TaskModel> found =
        tasks.values().stream()
            .filter(task -> isDue(task) && (isWornOut(task) || isExpired(task)))
            .toList();
    long dead = found.stream().filter(this::settleUndeliverable).count();
    return dead + " dead, " + (found.size() - dead) + " expired";
  }

  String recoverStuck(int age) {
    return change(
        task -> task.place == Place.PROCESSING && task.started + age <= now && task.due > now,
        task -> {
          if (isWornOut(task) || isExpired(task)) {
            settleUndeliverable(task);
          } else {
            task.due = now;
          }
        });
  }

  String archive(int age) {
    return change(
        task -> isFinished(task) && !task.archived && task.since + age <= now,
        task -> {
          task.archived = true;
          task.since = now;
        });
  }

  String purgeArchive(int age) {
    return change(
        task -> isFinished(task) && task.archived && task.since + age <= now,
        task -> task.place = Place.GONE);
  }

  private static boolean isFinished(TaskModel task) {
    return !task.isLive() && task.place != Place.DEAD && task.place != Place.GONE;
  }

  String sweep() {
    List<String> expired =
        keys.entrySet().stream()
            .filter(key -> key.getValue().expires <= now)
            .map(Map.Entry::getKey)
            .toList();
    expired.forEach(keys::remove);
    return expired.size() + " keys";
  }

  private String change(Predicate<TaskModel> which, Consumer<TaskModel> how) {
    List<TaskModel> found = tasks.values().stream().filter(which).toList();
    found.forEach(how);
    return found.size() + " changed";
  }

  boolean knows(String name) {
    return tasks.containsKey(name);
  }

  TaskModel task(String name) {
    TaskModel task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException("no task " + name);
    }
    return task;
  }

  /** All that can be seen of the tables. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (TaskModel task : tasks.values()) {
      if (task.place != Place.GONE) {
        lines.add(task.line());
        if (task.place == Place.DEAD) {
          counts.merge("dead", 1, Integer::sum);
        } else if (!task.archived) {
          counts.merge(task.place.name(), 1, Integer::sum);
        }
      }
    }
    lines.sort(null);
    lines.add("counts " + counts);
    lines.add("paused " + paused);
    return lines;
  }
}
