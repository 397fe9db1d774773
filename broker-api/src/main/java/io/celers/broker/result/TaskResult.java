package io.celers.broker.result;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.internal.Json;
import io.celers.broker.internal.Text;
import io.celers.broker.task.Limits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A result to be stored.
 *
 * <p>Immutable; every method that changes something returns a new result. Wrong values are refused
 * at once with an {@link IllegalArgumentException} that says what and why, never the value of a
 * result. Error texts and stack traces of any content are taken: NUL and lone surrogates are
 * replaced, and what exceeds {@link Limits#ERROR_BYTES} or {@link Limits#STACK_TRACE_BYTES} is cut.
 */
public final class TaskResult {

  private final UUID taskId;
  private final String name;
  private final ResultStatus status;
  private @Nullable String json;
  private @Nullable Object value;
  private @Nullable String error;
  private @Nullable String stackTrace;
  private @Nullable Duration runTime;
  private @Nullable Duration timeToLive;

  private TaskResult(UUID taskId, String name, ResultStatus status) {
    this.taskId = taskId;
    this.name = Limits.requireName("task name", name);
    this.status = status;
  }

  private TaskResult(TaskResult other) {
    this(other.taskId, other.name, other.status);
    this.json = other.json;
    this.value = other.value;
    this.error = other.error;
    this.stackTrace = other.stackTrace;
    this.runTime = other.runTime;
    this.timeToLive = other.timeToLive;
  }

  /**
   * A result of a task by its id.
   *
   * @param name name of the task, 1 to 255 bytes
   */
  public static TaskResult of(UUID taskId, String name, ResultStatus status) {
    return new TaskResult(taskId, name, status);
  }

  /** A result of the task that was delivered. */
  public static TaskResult of(Delivery delivery, ResultStatus status) {
    return new TaskResult(delivery.id(), delivery.name(), status);
  }

  /** Success of the task that was delivered. */
  public static TaskResult success(Delivery delivery) {
    return of(delivery, ResultStatus.SUCCESS);
  }

  /** Failure of the task that was delivered, with text and stack trace of the exception. */
  public static TaskResult failure(Delivery delivery, Throwable thrown) {
    return of(delivery, ResultStatus.FAILURE).thrown(thrown);
  }

  /**
   * What the task returned, as JSON text of at most {@link Limits#RESULT_BYTES}; replaces a {@link
   * #value(Object)}.
   *
   * <p>PostgreSQL keeps the JSON value, not its text: white space, the order of members and all but
   * the last of members of the same name are lost.
   *
   * @throws IllegalArgumentException if it is no JSON, or JSON that PostgreSQL cannot keep: with
   *     NUL or lone surrogates, nested deeper than {@value Json#DEPTH}, or with numbers of more
   *     than {@value Json#DIGITS} characters or beyond 1e{@value Json#EXPONENT}
   */
  public TaskResult json(String json) {
    TaskResult copy = new TaskResult(this);
    copy.json = Json.require("result", json, Limits.RESULT_BYTES);
    copy.value = null;
    return copy;
  }

  /**
   * What the task returned, as a value that the broker's JSON codec writes when it is stored;
   * replaces a {@link #json(String)}. The limits of the JSON are the same.
   */
  public TaskResult value(Object value) {
    TaskResult copy = new TaskResult(this);
    copy.value = value;
    copy.json = null;
    return copy;
  }

  /** Why the task failed. */
  public TaskResult error(String error) {
    TaskResult copy = new TaskResult(this);
    copy.error = Text.clean(error, Limits.ERROR_BYTES);
    return copy;
  }

  /** Where the task failed. */
  public TaskResult stackTrace(String stackTrace) {
    TaskResult copy = new TaskResult(this);
    copy.stackTrace = Text.clean(stackTrace, Limits.STACK_TRACE_BYTES);
    return copy;
  }

  /** Why and where the task failed: class and message of the exception, and its stack trace. */
  public TaskResult thrown(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return error(thrown.toString()).stackTrace(trace.toString());
  }

  /** How long the handler ran, zero to ten years; kept in microseconds. */
  public TaskResult runTime(Duration runTime) {
    TaskResult copy = new TaskResult(this);
    copy.runTime = Limits.requireUpTo("run time", runTime, Limits.LONGEST_DURATION);
    return copy;
  }

  /**
   * How long the result can be found after it was stored, above zero, at most ten years; for ever
   * unless given.
   */
  public TaskResult timeToLive(Duration timeToLive) {
    TaskResult copy = new TaskResult(this);
    copy.timeToLive = Limits.requirePositive("time to live", timeToLive);
    return copy;
  }

  public UUID taskId() {
    return taskId;
  }

  public String name() {
    return name;
  }

  public ResultStatus status() {
    return status;
  }

  public Optional<String> json() {
    return Optional.ofNullable(json);
  }

  public Optional<Object> value() {
    return Optional.ofNullable(value);
  }

  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  public Optional<String> stackTrace() {
    return Optional.ofNullable(stackTrace);
  }

  public Optional<Duration> runTime() {
    return Optional.ofNullable(runTime);
  }

  public Optional<Duration> timeToLive() {
    return Optional.ofNullable(timeToLive);
  }

  /** Task and status; never what the task returned, nor how it failed. */
  @Override
  public String toString() {
    return Text.oneLine("result of " + name + " " + taskId + ", " + status);
  }
}
