package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.jooq.internal.sql.CallersException;
import java.util.Iterator;

/** Marks what the caller's iterator throws as the caller's, not the database's. */
record CallersIterator<T>(Iterator<T> iterator) implements Iterator<T> {

  @Override
  public boolean hasNext() {
    try {
      return iterator.hasNext();
    } catch (RuntimeException e) {
      throw new CallersException(e);
    }
  }

  @Override
  public T next() {
    try {
      return iterator.next();
    } catch (RuntimeException e) {
      throw new CallersException(e);
    }
  }
}
