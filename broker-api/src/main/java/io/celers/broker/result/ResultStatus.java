package io.celers.broker.result;

/** What is known of the outcome of a task; the words are those of Celery. */
public enum ResultStatus {
  /** Nothing yet. */
  PENDING,
  /** A worker is at it. */
  STARTED,
  /** It returned. */
  SUCCESS,
  /** It failed for good. */
  FAILURE,
  /** It failed and will be tried again. */
  RETRY,
  /** It was cancelled. */
  REVOKED;

  /** Whether nothing comes after: success, failure, revoked. */
  public boolean isFinal() {
    return this == SUCCESS || this == FAILURE || this == REVOKED;
  }
}
