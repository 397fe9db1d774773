package io.celers.broker.jooq.internal.worker;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What code of the application throws. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * A full heap or stack and a class that cannot be linked concern one attempt; an internal error
   * of the JVM concerns all.
   */
  static boolean isFatal(Throwable thrown) {
    return thrown instanceof VirtualMachineError
        && !(thrown instanceof OutOfMemoryError)
        && !(thrown instanceof StackOverflowError);
  }

  /**
   * Logs what somebody has thrown who was only told of something, and goes on.
   *
   * @param fatal told instead of what no JVM should go on after
   */
  static void contain(Object thrower, Throwable thrown, Consumer<Throwable> fatal) {
    LOG.warn("{} failed", thrower.getClass().getName(), thrown);
    if (isFatal(thrown)) {
      fatal.accept(thrown);
    }
  }
}
