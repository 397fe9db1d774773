package io.celers.broker.examples.cli.work;

import io.celers.broker.examples.cli.session.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** Ctrl-C or SIGTERM: the task in hand is finished, no other is begun. */
final class StopRequest {

  private final CountDownLatch requested = new CountDownLatch(1);

  /** The second signal ends the program at once; the lease gives the task back then. */
  static StopRequest bySignal() {
    StopRequest stop = new StopRequest();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (stop.isRequested()) {
              Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
            stop.requested.countDown();
          });
    }
    return stop;
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits so long, or until the request. */
  void await(Duration time) throws InterruptedException {
    var unused = requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
