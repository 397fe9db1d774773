package io.celers.broker.worker;

import io.celers.broker.delivery.Rejection;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.Optional;

/** What is to become of a task that a handler has worked on. */
public sealed interface Outcome {

  /** The task is done and returned nothing. */
  static Outcome done() {
    return new Done(Optional.empty());
  }

  /**
   * The task is done and returned a value, which is stored as its result together with the ack.
   *
   * @param result as {@link io.celers.broker.result.TaskResult#value(Object)}; one that cannot be
   *     written as JSON makes the attempt fail
   */
  static Outcome done(Object result) {
    return new Done(Optional.of(result));
  }

  /** To be tried again as the task's own policy says, or else the broker's. */
  static Outcome retry(String error) {
    return new Rejected(Rejection.retry(error));
  }

  /** To be tried again after exactly so long, zero to ten years. */
  static Outcome retryAfter(String error, Duration delay) {
    return new Rejected(Rejection.retry(error).after(delay));
  }

  /** Straight into the dead letters, however many retries are left. */
  static Outcome deadLetter(String error) {
    return new Rejected(Rejection.deadLetter(error));
  }

  /** Failed for good, without a dead letter. */
  static Outcome discard(String error) {
    return new Rejected(Rejection.discard(error));
  }

  /** Cancelled: there is nothing left to do, and nobody is to blame. */
  static Outcome cancel(String reason) {
    return new Rejected(Rejection.cancel(reason));
  }

  /**
   * Not now: pending again, without a penalty, so it may be repeated without end.
   *
   * @param delay until it is due again, zero to ten years
   */
  static Outcome snooze(Duration delay) {
    return new Snoozed(delay);
  }

  /**
   * The task is done.
   *
   * @param result what it returned
   */
  record Done(Optional<Object> result) implements Outcome {

    /** Never the result. */
    @Override
    public String toString() {
      return result.isEmpty() ? "Done" : "Done with a result";
    }
  }

  /** The task is not done. */
  record Rejected(Rejection rejection) implements Outcome {}

  /**
   * The task is put off.
   *
   * @param delay zero to ten years
   */
  record Snoozed(Duration delay) implements Outcome {
    /** Checks the range. */
    public Snoozed {
      Limits.requireUpTo("delay", delay, Limits.LONGEST_DURATION);
    }
  }
}
