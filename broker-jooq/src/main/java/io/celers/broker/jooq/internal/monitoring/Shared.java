package io.celers.broker.jooq.internal.monitoring;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that is costly to make: made by one thread at a time, and shared until it is too old.
 *
 * <p>A failure is thrown to the thread that met it; the next one tries again. Not a monitor lock,
 * because the value is made while the database is waited for, perhaps on a virtual thread.
 */
public final class Shared<T> {

  private record Made<T>(T value, long nanoTime) {

    boolean isOlderThan(Duration age) {
      return System.nanoTime() - nanoTime > age.toNanos();
    }
  }

  private final Function<Duration, T> source;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Made<T> last;

  /**
   * Nothing yet.
   *
   * @param source makes the value; is given the age that was asked for
   */
  public Shared(Function<Duration, T> source) {
    this.source = source;
  }

  /** What was made no longer ago than this, else made now. */
  public T get(Duration maxAge) {
    long asked = System.nanoTime();
    Made<T> made = last;
    if (made != null && !made.isOlderThan(maxAge)) {
      return made.value();
    }
    making.lock();
    try {
      made = last;
      // Another thread may have begun to make it after this one had asked.
      if (made != null && (made.nanoTime() - asked >= 0 || !made.isOlderThan(maxAge))) {
        return made.value();
      }
      long begun = System.nanoTime();
      T value = source.apply(maxAge);
      last = new Made<>(value, begun);
      return value;
    } finally {
      making.unlock();
    }
  }
}
