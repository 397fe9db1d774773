package io.celers.broker.query;

import io.celers.broker.internal.Text;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Criteria that tasks must meet, all of them; of several values of one criterion any.
 *
 * <p>Immutable; every method returns a new query. Everything is compared exactly, but for the error
 * text, which is searched for. A criterion takes at least one value: an empty list is refused,
 * since it would match everything.
 */
public final class TaskQuery {

  /** Most ids of one query: what one statement carries without effort. */
  public static final int MAX_IDS = 10_000;

  private static final TaskQuery ALL = new TaskQuery();

  private Set<TaskState> states = Set.of();
  private Set<String> names = Set.of();
  private Set<String> queues = Set.of();
  private Set<String> workers = Set.of();
  private Set<UUID> ids = Set.of();
  private Set<String> tags = Set.of();
  private Map<String, String> headers = Map.of();
  private int minPriority = Limits.LOWEST_PRIORITY;
  private int maxPriority = Limits.HIGHEST_PRIORITY;
  private @Nullable TimeRange created;
  private @Nullable TimeRange scheduled;
  private @Nullable TimeRange finished;
  private @Nullable String errorText;

  private TaskQuery() {}

  private TaskQuery(TaskQuery other) {
    this.states = other.states;
    this.names = other.names;
    this.queues = other.queues;
    this.workers = other.workers;
    this.ids = other.ids;
    this.tags = other.tags;
    this.headers = other.headers;
    this.minPriority = other.minPriority;
    this.maxPriority = other.maxPriority;
    this.created = other.created;
    this.scheduled = other.scheduled;
    this.finished = other.finished;
    this.errorText = other.errorText;
  }

  /** Every task. */
  public static TaskQuery all() {
    return ALL;
  }

  /** In one of these states. */
  public TaskQuery states(TaskState... states) {
    TaskQuery copy = new TaskQuery(this);
    Names.requireAny("state", states.length);
    copy.states = Set.copyOf(List.of(states));
    return copy;
  }

  /** Of one of these names. */
  public TaskQuery names(String... names) {
    TaskQuery copy = new TaskQuery(this);
    copy.names = Names.of("task name", names);
    return copy;
  }

  /** In one of these queues. */
  public TaskQuery queues(String... queues) {
    TaskQuery copy = new TaskQuery(this);
    copy.queues = Names.of("queue", queues);
    return copy;
  }

  /** Last claimed by one of these workers. */
  public TaskQuery workers(String... workers) {
    TaskQuery copy = new TaskQuery(this);
    copy.workers = Names.of("worker", workers);
    return copy;
  }

  /** Of these ids, 1 to 10,000. */
  public TaskQuery ids(Collection<UUID> ids) {
    TaskQuery copy = new TaskQuery(this);
    copy.ids = Set.copyOf(ids);
    Limits.requireInRange("number of ids", copy.ids.size(), 1, MAX_IDS);
    return copy;
  }

  /** With all of these tags. */
  public TaskQuery tags(String... tags) {
    TaskQuery copy = new TaskQuery(this);
    copy.tags = Names.of("tag", tags);
    return copy;
  }

  /** With this header, and those that were asked for before. */
  public TaskQuery header(String name, String value) {
    TaskQuery copy = new TaskQuery(this);
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(
        Limits.requireName("header name", name),
        Text.requireUpTo("value of header " + name, value, Limits.HEADER_VALUE_BYTES));
    copy.headers = Map.copyOf(more);
    return copy;
  }

  /** With a priority in this range, inclusive. */
  public TaskQuery priorities(int min, int max) {
    TaskQuery copy = new TaskQuery(this);
    copy.maxPriority =
        Limits.requireInRange(
            "highest priority", max, Limits.LOWEST_PRIORITY, Limits.HIGHEST_PRIORITY);
    copy.minPriority = Limits.requireInRange("lowest priority", min, Limits.LOWEST_PRIORITY, max);
    return copy;
  }

  /** Enqueued in this span of time. */
  public TaskQuery created(TimeRange range) {
    TaskQuery copy = new TaskQuery(this);
    copy.created = range;
    return copy;
  }

  /** Asked to run in this span of time. */
  public TaskQuery scheduled(TimeRange range) {
    TaskQuery copy = new TaskQuery(this);
    copy.scheduled = range;
    return copy;
  }

  /** Finished in this span of time. */
  public TaskQuery finished(TimeRange range) {
    TaskQuery copy = new TaskQuery(this);
    copy.finished = range;
    return copy;
  }

  /** With this text somewhere in the last error. */
  public TaskQuery errorText(String text) {
    TaskQuery copy = new TaskQuery(this);
    copy.errorText = Text.require("error text", text, Limits.ERROR_BYTES);
    return copy;
  }

  public Set<TaskState> states() {
    return states;
  }

  public Set<String> names() {
    return names;
  }

  public Set<String> queues() {
    return queues;
  }

  public Set<String> workers() {
    return workers;
  }

  public Set<UUID> ids() {
    return ids;
  }

  public Set<String> tags() {
    return tags;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public int minPriority() {
    return minPriority;
  }

  public int maxPriority() {
    return maxPriority;
  }

  public Optional<TimeRange> created() {
    return Optional.ofNullable(created);
  }

  public Optional<TimeRange> scheduled() {
    return Optional.ofNullable(scheduled);
  }

  public Optional<TimeRange> finished() {
    return Optional.ofNullable(finished);
  }

  public Optional<String> errorText() {
    return Optional.ofNullable(errorText);
  }
}
