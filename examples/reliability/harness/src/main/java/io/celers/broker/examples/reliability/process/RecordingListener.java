package io.celers.broker.examples.reliability.process;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.worker.WorkerListener;
import java.util.List;

/** Writes down what the worker tells. */
final class RecordingListener implements WorkerListener {

  private final Recorder recorder;

  RecordingListener(Recorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void claimed(List<Delivery> deliveries) {
    deliveries.forEach(delivery -> record(EventKind.CLAIMED, delivery, ""));
  }

  @Override
  public void claimFailed(RuntimeException error) {
    recorder.record(EventKind.CLAIM_FAILED, error.getClass().getSimpleName());
  }

  @Override
  public void started(Delivery delivery) {
    record(EventKind.STARTED, delivery, "");
  }

  @Override
  public void settled(Delivery delivery, Settlement.Settled settlement) {
    record(EventKind.SETTLED, delivery, settlement.fate().name());
  }

  @Override
  public void lost(Delivery delivery, NotHeld why) {
    record(EventKind.LOST, delivery, why.getClass().getSimpleName());
  }

  @Override
  public void unreported(Delivery delivery, RuntimeException error) {
    record(EventKind.GIVEN_UP, delivery, error.getClass().getSimpleName());
  }

  void record(EventKind kind, Delivery delivery, String detail) {
    recorder.record(kind, delivery.id(), delivery.receipt(), delivery.deliveries(), detail);
  }
}
