package io.celers.broker.jooq.internal.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As many tasks at once as the worker may run, and those that wait for their turn: the highest
 * priority first, then in the order of the claims. Where tasks of a type are done in batches, those
 * that wait go with the first of them, and share its slot.
 */
final class Slots {

  private static final Comparator<HeldTask> ORDER =
      Comparator.comparingInt((HeldTask task) -> task.delivery().priority())
          .reversed()
          .thenComparingLong(HeldTask::sequence);

  private final int slots;
  private final int ahead;
  private final Predicate<Turn> start;
  private final BooleanSupplier keepsUp;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition demand = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final PriorityQueue<HeldTask> waiting = new PriorityQueue<>(ORDER);
  private int running;
  private boolean refused;
  private boolean closed;

  /**
   * All free.
   *
   * @param ahead most tasks that wait
   * @param start lets it run in another thread, which calls {@link #free} or {@link #pass}; false
   *     if it cannot, and the tasks are not the worker's any more
   * @param keepsUp whether outcomes are stored as fast as they come: if not, the worker would hold
   *     more and more tasks; when it does again, somebody calls {@link #caughtUp}. Asked under the
   *     lock, so it must not wait
   */
  Slots(int slots, int ahead, Predicate<Turn> start, BooleanSupplier keepsUp) {
    this.slots = slots;
    this.ahead = ahead;
    this.start = start;
    this.keepsUp = keepsUp;
  }

  /** Lets tasks run, or wait. */
  void add(Collection<HeldTask> claimed) {
    lock.lock();
    try {
      waiting.addAll(claimed);
    } finally {
      lock.unlock();
    }
    fill();
  }

  /** A turn has ended, and its slot is the next one's. */
  void free() {
    vacate();
    fill();
  }

  /** The same where the thread of the turn runs the next one; null if none waits. */
  @Nullable Turn pass() {
    lock.lock();
    try {
      running--;
      Turn next = take();
      if (next == null) {
        signal();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void fill() {
    for (Turn next = next(); next != null; next = next()) {
      if (!start.test(next)) {
        refuse();
      }
    }
  }

  private void refuse() {
    lock.lock();
    try {
      refused = true;
    } finally {
      lock.unlock();
    }
    vacate();
  }

  private void vacate() {
    lock.lock();
    try {
      running--;
      signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a task could not be started since this was last asked. */
  boolean refused() {
    lock.lock();
    try {
      boolean was = refused;
      refused = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Turn next() {
    lock.lock();
    try {
      return take();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Turn take() {
    HeldTask first = running < slots && !closed ? waiting.poll() : null;
    if (first == null) {
      return null;
    }
    Turn next = new Turn(batchOf(first));
    running++;
    signal();
    return next;
  }

  /** Those that are there: to wait for more would be to wait for tasks that may never come. */
  private List<HeldTask> batchOf(HeldTask first) {
    if (first.batch() == 1) {
      return List.of(first);
    }
    List<HeldTask> others =
        waiting.stream().filter(first::goesWith).sorted(ORDER).limit(first.batch() - 1L).toList();
    waiting.removeAll(new HashSet<>(others));
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private void signal() {
    if (isDemand()) {
      demand.signalAll();
    }
    if (running == 0) {
      idle.signalAll();
    }
  }

  /** A claim pays when the waiting ones have become few: one for each free slot would be many. */
  private boolean isDemand() {
    return room() > 0 && waiting.size() <= ahead / 2 && keepsUp.getAsBoolean();
  }

  private int room() {
    return slots + ahead - running - waiting.size();
  }

  /**
   * Waits until a claim pays.
   *
   * @return how many tasks there is room for; zero if the slots are closed
   */
  int awaitDemand() throws InterruptedException {
    lock.lock();
    try {
      while (!isDemand() && !closed) {
        demand.await();
      }
      return closed ? 0 : room();
    } finally {
      lock.unlock();
    }
  }

  /** Outcomes that waited wait no more. */
  void caughtUp() {
    lock.lock();
    try {
      signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets no more tasks run; those that run are not touched. */
  void close() {
    lock.lock();
    try {
      closed = true;
      demand.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes one out that waits; false if it does not. */
  boolean withdraw(HeldTask task) {
    lock.lock();
    try {
      boolean waited = waiting.remove(task);
      signal();
      return waited;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all out that wait. */
  List<HeldTask> withdrawAll() {
    lock.lock();
    try {
      List<HeldTask> all = new ArrayList<>(waiting);
      waiting.clear();
      signal();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Those that wait, in no order. */
  List<HeldTask> waiting() {
    lock.lock();
    try {
      return new ArrayList<>(waiting);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing runs; false if the time is up before. */
  boolean awaitIdle(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (running > 0) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
