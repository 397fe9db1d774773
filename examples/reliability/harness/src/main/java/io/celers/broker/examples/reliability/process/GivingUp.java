package io.celers.broker.examples.reliability.process;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.worker.WorkerListener;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends a process that is of no use any more, as its operator would: its worker has stopped by
 * itself, or has replaced as many slots as it can.
 */
final class GivingUp implements WorkerListener {

  private final Recorder recorder;
  private final int slots;
  private final Runnable end;
  private final AtomicInteger stuck = new AtomicInteger();

  GivingUp(Recorder recorder, int slots, Runnable end) {
    this.recorder = recorder;
    this.slots = slots;
    this.end = end;
  }

  @Override
  public void unknownNames(String queue, Map<String, Integer> tasks) {
    long all = tasks.values().stream().mapToInt(Integer::intValue).sum();
    recorder.record(EventKind.MEASURED, null, null, all, "unknown " + tasks.keySet());
  }

  @Override
  public void stuck(Delivery delivery) {
    recorder.record(
        EventKind.MEASURED, delivery.id(), delivery.receipt(), delivery.deliveries(), "stuck");
    if (stuck.incrementAndGet() == slots) {
      Runtime.getRuntime().halt(PoisonEnd.STUCK);
    }
  }

  @Override
  public void stopping(Throwable fatal) {
    recorder.record(EventKind.MEASURED, "stopping: " + fatal.getClass().getName());
    Thread ending =
        new Thread(
            () -> {
              try {
                end.run();
              } finally {
                Runtime.getRuntime().halt(PoisonEnd.STOPPED);
              }
            },
            "harness-end");
    ending.setDaemon(true);
    ending.start();
  }
}
