package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Strikes the server with one fault after the other, in an order and at moments of the run's
 * progress that are drawn from a seed.
 */
public final class ServerNemesis implements Harm {

  private static final double SPREAD = 0.9;
  private static final Duration LOOK = Duration.ofMillis(10);

  /** A restart may take a minute to stop the server, and another to start it. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HarnessServer server;
  private final Target target;
  private final Recorder recorder;
  private final Random random;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Exception failure;

  /**
   * Begins at once.
   *
   * @param faults all that are to happen, over the first nine tenths of the run
   */
  public ServerNemesis(
      HarnessServer server, Target target, List<ServerFault> faults, long seed, Recorder recorder) {
    this.server = server;
    this.target = target;
    this.recorder = recorder;
    this.random = new Random(seed);
    List<ServerFault> order = new ArrayList<>(faults);
    Collections.shuffle(order, random);
    this.thread = new Thread(() -> run(order), "server-nemesis");
    thread.start();
  }

  private void run(List<ServerFault> faults) {
    double step = SPREAD / Math.max(1, faults.size());
    try {
      for (int i = 0; i < faults.size(); i++) {
        double moment = step * (i + random.nextDouble());
        while (target.progress() < moment) {
          if (closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
        strike(faults.get(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  /** Until there were as many as are to be hit. */
  private void strike(ServerFault fault) throws SQLException, InterruptedException {
    recorder.record(EventKind.FAULT_BEGUN, fault.harm().word());
    long hit = fault.strike(server);
    // when all is done nobody feels it any more
    while (hit < fault.wanted()
        && target.progress() < 1
        && !closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      hit += fault.strike(server);
    }
    recorder.record(EventKind.FAULT_ENDED, null, null, hit, fault.harm().word());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if one could not be done, or they are not over after 3 minutes
   */
  @Override
  public void end() throws InterruptedException {
    if (target.progress() < 1) {
      closed.countDown();
    }
    join();
    if (failure != null) {
      throw new IllegalStateException("a fault could not be done", failure);
    }
  }

  private void join() throws InterruptedException {
    thread.join(PATIENCE.toMillis());
    if (thread.isAlive()) {
      throw new IllegalStateException("faults are not over after " + PATIENCE);
    }
  }

  /** Strikes no more; waits until the fault is over that has begun. */
  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    join();
  }
}
