package io.celers.broker.task;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.internal.Text;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task to be enqueued.
 *
 * <p>Immutable; every method that changes something returns a new task. Wrong values are refused at
 * once with an {@link IllegalArgumentException} that says value and range.
 *
 * @param <P> type of the payload
 */
public final class NewTask<P> {

  private static final When NOW = new When.After(Duration.ZERO);

  private final TaskType<P> type;
  private final P payload;
  private String queue;
  private OptionalInt priority;
  private int maxRetries;
  private When due = NOW;
  private Map<String, String> headers = Map.of();
  private Set<String> tags = Set.of();
  private @Nullable RetryPolicy retryPolicy;
  private @Nullable When expiry;
  private @Nullable IdempotencyKey idempotencyKey;
  private @Nullable UUID id;

  NewTask(TaskType<P> type, P payload) {
    this.type = type;
    this.payload = Objects.requireNonNull(payload, "payload");
    this.queue = type.queue();
    this.priority = type.priority();
    this.maxRetries = type.maxRetries();
    this.retryPolicy = type.retryPolicy().orElse(null);
    this.expiry = type.timeToLive().map(When.After::new).orElse(null);
  }

  private NewTask(NewTask<P> other) {
    this.type = other.type;
    this.payload = other.payload;
    this.queue = other.queue;
    this.priority = other.priority;
    this.maxRetries = other.maxRetries;
    this.due = other.due;
    this.headers = other.headers;
    this.tags = other.tags;
    this.retryPolicy = other.retryPolicy;
    this.expiry = other.expiry;
    this.idempotencyKey = other.idempotencyKey;
    this.id = other.id;
  }

  /** An untyped task: its payload is stored as it is. */
  public static NewTask<byte[]> ofBytes(String name, byte[] payload) {
    return TaskType.ofBytes(name).with(payload);
  }

  /** Puts the task into another queue than its type says, 1 to 255 bytes. */
  public NewTask<P> queue(String queue) {
    NewTask<P> copy = new NewTask<>(this);
    copy.queue = Limits.requireName("queue", queue);
    return copy;
  }

  /** Priority, 0 to 9, 9 first; default is that of the type, else that of the queue. */
  public NewTask<P> priority(int priority) {
    NewTask<P> copy = new NewTask<>(this);
    copy.priority = OptionalInt.of(Limits.requirePriority(priority));
    return copy;
  }

  /** Not before this moment; a moment in the past means at once. Years 1 to 9999. */
  public NewTask<P> at(Instant moment) {
    NewTask<P> copy = new NewTask<>(this);
    copy.due = new When.At(Limits.moment("due time", moment));
    return copy;
  }

  /** Not before so long after the enqueue; a negative delay means at once. At most ten years. */
  public NewTask<P> after(Duration delay) {
    NewTask<P> copy = new NewTask<>(this);
    copy.due = new When.After(Limits.delay("delay", delay));
    return copy;
  }

  /** Not after this moment: a task that was not delivered until then is cancelled. */
  public NewTask<P> expiresAt(Instant moment) {
    NewTask<P> copy = new NewTask<>(this);
    copy.expiry = new When.At(Limits.moment("expiry", moment));
    return copy;
  }

  /** Not later than so long after the enqueue, above zero, at most ten years. */
  public NewTask<P> expiresAfter(Duration timeToLive) {
    NewTask<P> copy = new NewTask<>(this);
    copy.expiry = new When.After(Limits.requirePositive("timeToLive", timeToLive));
    return copy;
  }

  /** Deliveries after the first one, 0 to 1,000,000. */
  public NewTask<P> maxRetries(int maxRetries) {
    NewTask<P> copy = new NewTask<>(this);
    copy.maxRetries = Limits.retries(maxRetries);
    return copy;
  }

  /** Back-off of this very task; stored with it. */
  public NewTask<P> retryPolicy(RetryPolicy retryPolicy) {
    NewTask<P> copy = new NewTask<>(this);
    copy.retryPolicy = retryPolicy;
    return copy;
  }

  /**
   * Adds a header, or replaces the one of that name.
   *
   * @param name 1 to 255 bytes
   * @param value up to 4,096 bytes; at most 64 headers, 32 KiB with the tags
   */
  public NewTask<P> header(String name, String value) {
    Limits.requireName("header name", name);
    Text.requireUpTo("value of header " + name, value, Limits.HEADER_VALUE_BYTES);
    NewTask<P> copy = new NewTask<>(this);
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    Limits.requireInRange("number of headers", more.size(), 0, Limits.HEADERS);
    copy.headers = Collections.unmodifiableMap(more);
    return copy.checkMetadata();
  }

  /** Adds a tag, 1 to 255 bytes; at most 32 tags, 32 KiB with the headers. */
  public NewTask<P> tag(String tag) {
    Limits.requireName("tag", tag);
    NewTask<P> copy = new NewTask<>(this);
    Set<String> more = new LinkedHashSet<>(tags);
    more.add(tag);
    Limits.requireInRange("number of tags", more.size(), 0, Limits.TAGS);
    copy.tags = Collections.unmodifiableSet(more);
    return copy.checkMetadata();
  }

  /** Creates the task once for this key, which is remembered for a day. */
  public NewTask<P> idempotencyKey(String key) {
    return idempotencyKey(key, IdempotencyKey.DEFAULT_TIME_TO_LIVE);
  }

  /** Creates the task once for this key, which is remembered for so long. */
  public NewTask<P> idempotencyKey(String key, Duration timeToLive) {
    NewTask<P> copy = new NewTask<>(this);
    copy.idempotencyKey = new IdempotencyKey(key, timeToLive);
    return copy;
  }

  /**
   * Gives the task an id, so that a repeated enqueue of the same task is recognised; default is a
   * fresh one. A UUID of version 7 keeps ids in the order of creation.
   */
  public NewTask<P> id(UUID id) {
    NewTask<P> copy = new NewTask<>(this);
    copy.id = id;
    return copy;
  }

  private NewTask<P> checkMetadata() {
    int bytes = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      bytes += utf8Length(header.getKey()) + utf8Length(header.getValue());
    }
    for (String tag : tags) {
      bytes += utf8Length(tag);
    }
    Limits.requireInRange("bytes of headers and tags", bytes, 0, Limits.METADATA_BYTES);
    return this;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  public TaskType<P> type() {
    return type;
  }

  public String name() {
    return type.name();
  }

  public P payload() {
    return payload;
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

  public When due() {
    return due;
  }

  public Optional<When> expiry() {
    return Optional.ofNullable(expiry);
  }

  public Optional<RetryPolicy> retryPolicy() {
    return Optional.ofNullable(retryPolicy);
  }

  public Map<String, String> headers() {
    return headers;
  }

  public Set<String> tags() {
    return tags;
  }

  public Optional<IdempotencyKey> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }

  public Optional<UUID> id() {
    return Optional.ofNullable(id);
  }

  public Optional<PayloadCodec> codec() {
    return type.codec();
  }

  /** Name and queue; never the payload, a header or a key. */
  @Override
  public String toString() {
    return Text.oneLine("task " + type.name() + " for queue " + queue);
  }
}
