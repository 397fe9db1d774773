package io.celers.broker.examples.reliability.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What handlers of poisoned tasks do. */
final class PoisonDeeds {

  private static final int CHUNK = 1 << 16;
  private static final int LONG = 100_000;
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(20);

  private PoisonDeeds() {}

  /** Does nothing if nothing is wrong with the kind. */
  static void commit(PoisonKind kind) throws Exception {
    switch (kind) {
      case THROWS, BATCH -> throw new IOException("fails on purpose");
      case TX_THROWS -> throw new IllegalStateException("fails on purpose");
      case TX_ERROR -> throw new AssertionError("fails on purpose");
      case LONG_TEXT -> throw new IllegalStateException("\0\uD800".repeat(LONG));
      case MUTE -> throw new MuteException();
      case OUT_OF_MEMORY -> throw new OutOfMemoryError("on purpose");
      case HUGE_ARRAY -> keep(new long[Integer.MAX_VALUE - 8]);
      case STACK -> keep(deeper(0));
      case LINKAGE -> keep(Unlinkable.VALUE);
      case HALT -> Runtime.getRuntime().halt(PoisonEnd.HALTED);
      case HEAP -> fillTheHeap();
      case ENDLESS -> goOnForEver();
      case SLOW -> TimeUnit.DAYS.sleep(1);
      default -> {}
    }
  }

  private static void keep(Object result) {
    throw new IllegalStateException("should not have come to be: " + result.getClass());
  }

  private static long deeper(long depth) {
    return depth < 0 ? depth : deeper(depth + 1) + depth;
  }

  private static void fillTheHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(new byte[CHUNK]);
    }
  }

  /** Without the processors, which others need. */
  private static void goOnForEver() {
    long ignored = 0;
    while (ignored < Long.MAX_VALUE) {
      LockSupport.parkNanos(MOMENT);
      ignored += Thread.interrupted() ? 1 : 0;
    }
  }

  /** Cannot be initialized: of the first attempt another error comes than of those after. */
  private static final class Unlinkable {
    static final Integer VALUE = Integer.valueOf("not a number");

    private Unlinkable() {}
  }

  /** Cannot be put into words. */
  private static final class MuteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw this;
    }

    @Override
    public String toString() {
      throw this;
    }
  }
}
