package io.celers.broker.delivery;

import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * What the holder of a delivery says when it could not do the task.
 *
 * <p>Error texts of any length and content are taken: NUL and lone surrogates are replaced, and
 * what exceeds 32 KiB is cut, so that recording a failure cannot fail.
 */
public sealed interface Rejection {

  /** Why the task is not done; stored with it. */
  String error();

  /** Try again as the task's own policy says, or else the broker's. */
  static Retry retry(String error) {
    return new Retry(error, Optional.empty(), Optional.empty());
  }

  /**
   * As {@link #retry(String)}, with the exception's class and message as the error; its class alone
   * if it throws when it is asked.
   */
  static Retry retry(Throwable error) {
    try {
      return retry(error.toString());
    } catch (RuntimeException unreadable) {
      return retry(error.getClass().getName());
    }
  }

  /** Straight into the dead letters, however many retries are left. */
  static DeadLetter deadLetter(String error) {
    return new DeadLetter(error);
  }

  /** Failed for good, without a dead letter. */
  static Discard discard(String error) {
    return new Discard(error);
  }

  /**
   * Cancelled: there is nothing left to do, and nobody is to blame.
   *
   * @param reason stored as the reason of the cancellation; what exceeds 4,096 bytes is cut
   */
  static Cancel cancel(String reason) {
    return new Cancel(reason);
  }

  /**
   * Pending again after a while; into the dead letters if no delivery is left.
   *
   * @param delay how long to wait, if the holder knows; zero to ten years
   * @param policy how to find out how long to wait, if not by the task's or the broker's policy
   */
  record Retry(String error, Optional<Duration> delay, Optional<RetryPolicy> policy)
      implements Rejection {

    /** Checks the range of the delay. */
    public Retry {
      delay.ifPresent(RetryPolicy::fixed);
    }

    /** Waits exactly so long, zero to ten years. */
    public Retry after(Duration delay) {
      return new Retry(error, Optional.of(delay), Optional.empty());
    }

    /** Waits as this policy says. */
    public Retry with(RetryPolicy policy) {
      return new Retry(error, Optional.empty(), Optional.of(policy));
    }
  }

  /** Into the dead letters. */
  record DeadLetter(String error) implements Rejection {}

  /** State {@code failed}, no dead letter. */
  record Discard(String error) implements Rejection {}

  /** State {@code cancelled}. */
  record Cancel(String error) implements Rejection {}
}
