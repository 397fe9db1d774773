package io.celers.broker.jooq.internal.thread;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that takes turns, with a pause after each, until it is closed. */
public final class DaemonLoop implements AutoCloseable {

  /** What is done again and again. */
  @FunctionalInterface
  public interface Turn {
    /** Takes one turn; must not throw. Returns the pause before the next one. */
    Duration take(DaemonLoop loop);
  }

  private static final Logger LOG = LoggerFactory.getLogger(DaemonLoop.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Turn turn;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  private DaemonLoop(String name, Turn turn) {
    this.turn = turn;
    this.thread = Daemons.of(name, this::run);
  }

  /** Starts a thread of this name. */
  public static DaemonLoop start(String name, Turn turn) {
    DaemonLoop loop = new DaemonLoop(name, turn);
    loop.thread.start();
    return loop;
  }

  /** Whether a turn should come to its end, because the loop was closed. */
  public boolean isStopping() {
    return stopped.getCount() == 0;
  }

  /** Stops after the turn that is under way, and waits for it, at most ten seconds. */
  @Override
  public void close() {
    stopped.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("{} still ends its last statement", thread.getName());
    }
  }

  private void run() {
    try {
      Duration pause;
      do {
        pause = turn.take(this);
      } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      // Nobody but the owner of the JVM interrupts this thread, to end it.
      LOG.info("{} was interrupted", thread.getName());
    }
  }
}
