package io.celers.broker.jooq.internal.worker;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.worker.Outcome;
import io.celers.broker.worker.RunInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task, or those of a batch, in the current thread, from the slot to the outcome. */
final class TaskRunner {

  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final InHand inHand;
  private final Listeners listeners;
  private final Completer completer;
  private final Rollbacks rollbacks;
  private final @Nullable Completions groups;
  private final List<RunInterceptor> interceptors;
  private final Duration lease;
  private final Consumer<Throwable> fatal;

  /**
   * For one worker.
   *
   * @param groups where outcomes are gathered; null if each is stored at once
   * @param interceptors around every handler, the first one outermost
   * @param lease after which a task that was not begun is not the worker's any more
   * @param fatal told of what no JVM should go on after
   */
  TaskRunner(
      InHand inHand,
      Listeners listeners,
      Completer completer,
      Rollbacks rollbacks,
      @Nullable Completions groups,
      List<RunInterceptor> interceptors,
      Duration lease,
      Consumer<Throwable> fatal) {
    this.inHand = inHand;
    this.listeners = listeners;
    this.completer = completer;
    this.rollbacks = rollbacks;
    this.groups = groups;
    this.interceptors = interceptors;
    this.lease = lease;
    this.fatal = fatal;
  }

  /** Says whether the caller has the slot to give away; else somebody has done so already. */
  @SuppressWarnings("CatchingUnchecked") // a full heap, say
  boolean run(Turn turn) {
    try {
      List<HeldTask> begun = turn.tasks().stream().filter(this::begins).toList();
      if (!begun.isEmpty()) {
        execute(begun);
      }
    } catch (Throwable unforeseen) {
      try {
        forget(turn.tasks(), unforeseen);
      } catch (Throwable worse) {
        // No memory even for that, say: neither the slot nor the leases must be lost, too.
        turn.tasks().forEach(inHand::remove);
      }
    }
    return turn.leave();
  }

  /** What nobody knows the state of must not be kept for ever. */
  private void forget(List<HeldTask> tasks, Throwable unforeseen) {
    Throwable why = Failures.readable(unforeseen);
    RuntimeException error = new IllegalStateException("unforeseen: " + why, why);
    tasks.forEach(task -> task.end(System.nanoTime()));
    tasks.forEach(task -> completer.unreported(task, error));
    if (Failures.isFatal(unforeseen)) {
      fatal.accept(unforeseen);
    }
    LOG.error("outcomes of {} are unknown", tasks, why);
  }

  private boolean begins(HeldTask task) {
    long now = System.nanoTime();
    if (task.sinceExtension(now).compareTo(lease) > 0) {
      // The heartbeats could not extend it: somebody else may have it by now.
      completer.lost(task, new NotHeld.LeaseLost(task.delivery().id()));
      return false;
    }
    if (!task.begin(now)) {
      // Stopped on its way from the waiting ones to its slot.
      task.beginSettling();
      settle(new Finished(task, Outcome.snooze(Duration.ZERO), Duration.ZERO));
      return false;
    }
    return true;
  }

  @SuppressWarnings("CatchingUnchecked") // a handler may throw anything
  private void execute(List<HeldTask> tasks) {
    tasks.forEach(task -> listeners.tell(listener -> listener.started(task.delivery())));
    List<Work.Result> results;
    try {
      Work work = tasks.get(0).handler().work();
      results = InterceptedWork.around(work, interceptors, fatal).execute(tasks);
    } catch (NotHolder e) {
      end(tasks);
      e.lost().forEach(completer::lost);
      rollbacks.again(tasks.stream().filter(task -> !e.lost().containsKey(task)).toList(), e);
      return;
    } catch (Throwable thrown) {
      failed(tasks, thrown);
      return;
    }
    Duration runTime = end(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      Work.Result result = results.get(i);
      Finished finished = finished(tasks.get(i), result.outcome(), runTime);
      if (result.settlement().isPresent()) {
        completer.settled(finished, result.settlement().get());
      } else {
        settle(finished);
      }
    }
  }

  /** All of them, before anybody is told of one: the thread is not theirs any more. */
  private static Duration end(List<HeldTask> tasks) {
    long now = System.nanoTime();
    return tasks.stream().map(task -> task.end(now)).max(naturalOrder()).orElseThrow();
  }

  private void failed(List<HeldTask> tasks, Throwable error) {
    Duration runTime = end(tasks);
    Throwable thrown = Failures.readable(error);
    if (Failures.isFatal(error)) {
      completer.complete(
          tasks.stream().map(task -> finished(task, failure(task, thrown), runTime)).toList());
      fatal.accept(thrown);
    } else if (tasks.size() == 1) {
      HeldTask task = tasks.get(0);
      settle(finished(task, failure(task, thrown), runTime));
    } else {
      failedTogether(tasks, thrown);
    }
  }

  private void failedTogether(List<HeldTask> tasks, Throwable thrown) {
    // Asked once: one that is lost from now on is found out when its turn comes.
    Map<Boolean, List<HeldTask>> lost = tasks.stream().collect(partitioningBy(TaskRunner::isLost));
    List<HeldTask> held = requireNonNull(lost.get(false));
    if (held.size() == tasks.size()) {
      held.forEach(HeldTask::standAlone);
    }
    // Else they were interrupted because of the lost ones, and can do without.
    requireNonNull(lost.get(true)).forEach(inHand::remove);
    rollbacks.again(held, thrown);
  }

  private Finished finished(HeldTask task, Outcome outcome, Duration runTime) {
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
    if (isLost(finished.task())) {
      inHand.remove(finished.task());
    } else if (groups == null) {
      completer.complete(List.of(finished));
    } else {
      groups.add(finished);
    }
  }

  private static boolean isLost(HeldTask task) {
    return task.stop() == HeldTask.Stop.LOST;
  }
}
