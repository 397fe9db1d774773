package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.worker.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one task in the current thread, from its slot to its outcome. */
final class TaskRunner {

  private final InHand inHand;
  private final Slots slots;
  private final Listeners listeners;
  private final Completer completer;
  private final @Nullable Completions groups;
  private final Duration lease;
  private final Consumer<Throwable> fatal;

  /**
   * For one worker.
   *
   * @param groups where outcomes are gathered; null if each is stored at once
   * @param lease after which a task that was not begun is not the worker's any more
   * @param fatal told of what no JVM should go on after
   */
  TaskRunner(
      InHand inHand,
      Slots slots,
      Listeners listeners,
      Completer completer,
      @Nullable Completions groups,
      Duration lease,
      Consumer<Throwable> fatal) {
    this.inHand = inHand;
    this.slots = slots;
    this.listeners = listeners;
    this.completer = completer;
    this.groups = groups;
    this.lease = lease;
    this.fatal = fatal;
  }

  void run(HeldTask task) {
    try {
      long now = System.nanoTime();
      if (task.sinceExtension(now).compareTo(lease) > 0) {
        // The heartbeats could not extend it: somebody else may have it by now.
        completer.lost(task, new NotHeld.LeaseLost(task.delivery().id()));
      } else if (task.begin(now)) {
        execute(task);
      } else {
        // Stopped on its way from the waiting ones to its slot.
        settle(new Finished(task, Outcome.snooze(Duration.ZERO), Duration.ZERO));
      }
    } finally {
      if (task.leaveSlot()) {
        slots.free();
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a handler may throw anything
  private void execute(HeldTask task) {
    listeners.tell(listener -> listener.started(task.delivery()));
    Work.Result result;
    try {
      result = task.handler().work().execute(task);
    } catch (NotHolder e) {
      task.end(System.nanoTime());
      completer.lost(task, e.why());
      return;
    } catch (Throwable thrown) {
      Finished finished = finished(task, failure(task, thrown));
      if (isFatal(thrown)) {
        completer.complete(List.of(finished));
        fatal.accept(thrown);
      } else {
        settle(finished);
      }
      return;
    }
    Finished finished = finished(task, result.outcome());
    if (result.settlement().isPresent()) {
      completer.settled(finished, result.settlement().get());
    } else {
      settle(finished);
    }
  }

  private Finished finished(HeldTask task, Outcome outcome) {
    Duration runTime = task.end(System.nanoTime());
    listeners.tell(listener -> listener.ended(task.delivery(), outcome, runTime));
    return new Finished(task, outcome, runTime);
  }

  private static Outcome failure(HeldTask task, Throwable thrown) {
    HeldTask.Stop stop = task.stop();
    if (stop == HeldTask.Stop.ABANDONED) {
      // Interrupted because the worker stops, which is not the task's fault.
      return Outcome.snooze(Duration.ZERO);
    }
    if (stop == HeldTask.Stop.TOO_LONG) {
      return Outcome.retry("ran longer than " + task.handler().limits().runTime().orElseThrow());
    }
    return new Outcome.Rejected(Rejection.retry(thrown));
  }

  private void settle(Finished finished) {
    if (finished.task().stop() == HeldTask.Stop.LOST) {
      inHand.remove(finished.task());
    } else if (groups == null) {
      completer.complete(List.of(finished));
    } else {
      groups.add(finished);
    }
  }

  /**
   * A full heap or stack and a class that cannot be linked concern this attempt; an internal error
   * of the JVM concerns all.
   */
  private static boolean isFatal(Throwable thrown) {
    return thrown instanceof VirtualMachineError
        && !(thrown instanceof OutOfMemoryError)
        && !(thrown instanceof StackOverflowError);
  }
}
