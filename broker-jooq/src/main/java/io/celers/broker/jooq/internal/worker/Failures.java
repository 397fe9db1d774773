package io.celers.broker.jooq.internal.worker;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What code of the application throws. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Causes may go round in circles. */
  private static final int CAUSES = 50;

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
   * The exception itself, or what stands for it if it or one of its causes cannot be put into
   * words: an error that throws when it is written down must not keep its task from being settled.
   */
  @SuppressWarnings({"CatchingUnchecked", "ReturnValueIgnored"}) // asked only whether it can answer
  static Throwable readable(Throwable thrown) {
    try {
      int depth = 0;
      for (Throwable each = thrown; each != null && depth < CAUSES; each = each.getCause()) {
        each.toString();
        each.getMessage();
        each.getLocalizedMessage();
        depth++;
      }
      return thrown;
    } catch (Throwable unreadable) {
      Throwable readable =
          new IllegalStateException(thrown.getClass().getName() + ", which has no text");
      readable.setStackTrace(thrown.getStackTrace());
      return readable;
    }
  }

  /**
   * Logs what somebody has thrown who was only told of something, and goes on.
   *
   * @param fatal told instead of what no JVM should go on after
   */
  static void contain(Object thrower, Throwable thrown, Consumer<Throwable> fatal) {
    LOG.warn("{} failed", thrower.getClass().getName(), readable(thrown));
    if (isFatal(thrown)) {
      fatal.accept(thrown);
    }
  }
}
