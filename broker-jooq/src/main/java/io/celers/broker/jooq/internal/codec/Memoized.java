package io.celers.broker.jooq.internal.codec;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks once, when first needed. Safe for use by many threads.
 *
 * @param <T> type of the value
 */
public final class Memoized<T> implements Supplier<T> {

  private final Supplier<T> source;
  private volatile @Nullable T value;

  /** Asks this source. */
  public Memoized(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public T get() {
    T known = value;
    if (known == null) {
      synchronized (this) {
        known = value;
        if (known == null) {
          known = source.get();
          value = known;
        }
      }
    }
    return known;
  }
}
