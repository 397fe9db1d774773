package io.celers.broker.task;

import io.celers.broker.codec.BytesCodec;
import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.internal.Text;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A kind of task: its name, the type of its payload, and the defaults of the tasks made from it.
 *
 * <p>The name, not a Java class, is what is stored, so the payload class may be renamed or moved.
 * Immutable and safe for use by many threads; every method that changes something returns a new
 * type.
 *
 * @param <P> type of the payload
 */
public final class TaskType<P> {

  /** Queue of tasks whose type names no other. */
  public static final String DEFAULT_QUEUE = "default";

  private final String name;
  private final Type type;
  private int version = 1;
  private String queue = DEFAULT_QUEUE;
  private OptionalInt priority = OptionalInt.empty();
  private int maxRetries = Limits.DEFAULT_RETRIES;
  private @Nullable PayloadCodec codec;
  private @Nullable RetryPolicy retryPolicy;
  private @Nullable Duration timeToLive;

  private TaskType(String name, Type type) {
    this.name = Text.require("task name", name, Limits.NAME_BYTES);
    this.type = type;
  }

  private TaskType(TaskType<P> other) {
    this.name = other.name;
    this.type = other.type;
    this.version = other.version;
    this.queue = other.queue;
    this.priority = other.priority;
    this.maxRetries = other.maxRetries;
    this.codec = other.codec;
    this.retryPolicy = other.retryPolicy;
    this.timeToLive = other.timeToLive;
  }

  /**
   * A type whose payload is written by the broker's codec.
   *
   * @param name 1 to 255 bytes; stored with every task, so it should never change
   */
  public static <P> TaskType<P> of(String name, Class<P> type) {
    return new TaskType<>(name, type);
  }

  /** As {@link #of(String, Class)}, for a generic payload. */
  public static <P> TaskType<P> of(String name, TypeReference<P> type) {
    return new TaskType<>(name, type.type());
  }

  /** A type whose payload is bytes that the broker stores as they are. */
  public static TaskType<byte[]> ofBytes(String name) {
    return new TaskType<byte[]>(name, byte[].class).codec(BytesCodec.INSTANCE);
  }

  /** A task of this type with the type's defaults. */
  public NewTask<P> with(P payload) {
    return new NewTask<>(this, payload);
  }

  /** Version of the payload's shape, from 0; default 1. Handed to the codec when it decodes. */
  public TaskType<P> version(int version) {
    TaskType<P> copy = new TaskType<>(this);
    copy.version = Limits.requireInRange("version", version, 0, Integer.MAX_VALUE);
    return copy;
  }

  /** Codec of this type's payloads; default is the broker's. */
  public TaskType<P> codec(PayloadCodec codec) {
    TaskType<P> copy = new TaskType<>(this);
    copy.codec = codec;
    return copy;
  }

  /** Queue of this type's tasks, 1 to 255 bytes; default {@value #DEFAULT_QUEUE}. */
  public TaskType<P> queue(String queue) {
    TaskType<P> copy = new TaskType<>(this);
    copy.queue = Limits.requireName("queue", queue);
    return copy;
  }

  /**
   * Priority of this type's tasks, 0 to 9, 9 first; default is that of their queue, {@value
   * Limits#DEFAULT_PRIORITY} unless the queue was configured.
   */
  public TaskType<P> priority(int priority) {
    TaskType<P> copy = new TaskType<>(this);
    copy.priority = OptionalInt.of(Limits.requirePriority(priority));
    return copy;
  }

  /** Deliveries after the first one, 0 to 1,000,000; default {@value Limits#DEFAULT_RETRIES}. */
  public TaskType<P> maxRetries(int maxRetries) {
    TaskType<P> copy = new TaskType<>(this);
    copy.maxRetries = Limits.retries(maxRetries);
    return copy;
  }

  /** Back-off of this type's tasks; default is that of the broker that rejects them. */
  public TaskType<P> retryPolicy(RetryPolicy retryPolicy) {
    TaskType<P> copy = new TaskType<>(this);
    copy.retryPolicy = retryPolicy;
    return copy;
  }

  /** How long after its enqueue a task may still be delivered, above zero; default for ever. */
  public TaskType<P> timeToLive(Duration timeToLive) {
    TaskType<P> copy = new TaskType<>(this);
    copy.timeToLive = Limits.requirePositive("timeToLive", timeToLive);
    return copy;
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  public int version() {
    return version;
  }

  public String queue() {
    return queue;
  }

  public OptionalInt priority() {
    return priority;
  }

  public int maxRetries() {
    return maxRetries;
  }

  public Optional<PayloadCodec> codec() {
    return Optional.ofNullable(codec);
  }

  public Optional<RetryPolicy> retryPolicy() {
    return Optional.ofNullable(retryPolicy);
  }

  public Optional<Duration> timeToLive() {
    return Optional.ofNullable(timeToLive);
  }

  @Override
  public String toString() {
    return Text.oneLine(name) + " v" + version;
  }
}
