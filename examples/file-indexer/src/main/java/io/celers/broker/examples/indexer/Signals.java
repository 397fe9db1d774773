package io.celers.broker.examples.indexer;

import sun.misc.Signal;

/**
 * Turns Ctrl-C and SIGTERM into a stop request.
 *
 * <p>Not a shutdown hook: all hooks run at once, and that of the embedded PostgreSQL would stop the
 * server under the feet of the workers.
 */
final class Signals {

  /** Exit code of a program that was ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private Signals() {}

  /** The first signal asks, the second one ends the program at once; neither loses anything. */
  static void stop(StopRequest stop) {
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (stop.isRequested()) {
              Runtime.getRuntime().halt(INTERRUPTED);
            }
            stop.request();
          });
    }
  }
}
