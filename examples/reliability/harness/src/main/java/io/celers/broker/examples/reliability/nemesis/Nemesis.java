package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.process.Fleet;
import io.celers.broker.examples.reliability.recorder.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Strikes a fleet with faults, in an order and at moments drawn from a seed. Several faults may
 * last at once, each on a process of its own. The moments are those of the run's progress, so that
 * a slow machine meets as many faults as a fast one.
 */
public final class Nemesis implements Harm {

  private static final double SPREAD = 0.9;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int LOOKS_FOR_A_GOOD_MOMENT = 150;
  private static final Duration LONGEST_FAULT = Duration.ofMinutes(2);

  private final Fleet fleet;
  private final Target target;
  private final int leftAlone;
  private final Recorder recorder;
  private final Random random;
  private final ExecutorService strikes = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins at once.
   *
   * @param leftAlone how many processes are well at any moment
   * @param faults all that are to happen, over the first nine tenths of the run
   */
  public Nemesis(
      Fleet fleet, Target target, int leftAlone, List<Fault> faults, long seed, Recorder recorder) {
    this.fleet = fleet;
    this.target = target;
    this.leftAlone = leftAlone;
    this.recorder = recorder;
    this.random = new Random(seed);
    List<Fault> order = new ArrayList<>(faults);
    Collections.shuffle(order, random);
    this.thread = new Thread(() -> run(order), "nemesis");
    thread.start();
  }

  private void run(List<Fault> faults) {
    double step = SPREAD / Math.max(1, faults.size());
    try {
      for (int i = 0; i < faults.size() && closed.getCount() > 0; i++) {
        double moment = step * (i + random.nextDouble());
        while (target.progress() < moment && closed.getCount() > 0) {
          pause();
        }
        strikeOne(faults.get(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void strikeOne(Fault fault) throws InterruptedException {
    Optional<Integer> place = fleet.take(random, leftAlone);
    while (place.isEmpty() && closed.getCount() > 0) {
      pause();
      place = fleet.take(random, leftAlone);
    }
    if (place.isPresent()) {
      int taken = place.get();
      Random own = new Random(random.nextLong());
      strikes.execute(() -> strike(fault, taken, own));
    }
  }

  private void strike(Fault fault, int place, Random own) {
    String victim = fleet.at(place).name();
    try {
      for (int i = 0; i < LOOKS_FOR_A_GOOD_MOMENT && !target.isBusy(victim); i++) {
        pause();
      }
      recorder.record(EventKind.FAULT_BEGUN, fault.kind() + " " + victim);
      fault.strike(fleet, place, own);
      recorder.record(EventKind.FAULT_ENDED, fault.kind() + " " + victim);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fleet.giveBack(place);
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
  }

  @Override
  public void end() throws InterruptedException {
    if (target.progress() < 1) {
      close();
    }
    thread.join();
    strikes.shutdown();
    if (!strikes.awaitTermination(LONGEST_FAULT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("a fault does not end");
    }
  }

  /** Strikes no more. */
  @Override
  public void close() {
    closed.countDown();
  }
}
