package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.session.WrongUseException;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.query.TimeRange;
import io.celers.broker.task.Limits;
import io.celers.broker.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which tasks: those that meet all of the criteria; of several values of one criterion any. */
public final class TaskSelection {

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Of these ids.")
  private List<UUID> ids = List.of();

  @Option(names = "--all", description = "All there are; said by no other criterion.")
  private boolean all;

  @Option(names = "--queue", split = ",", paramLabel = "NAME", description = "In this queue.")
  private List<String> queues = List.of();

  @Option(names = "--name", split = ",", paramLabel = "NAME", description = "Of this name.")
  private List<String> names = List.of();

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "In this state: ${COMPLETION-CANDIDATES}.")
  private List<TaskState> states = List.of();

  @Option(
      names = "--worker",
      split = ",",
      paramLabel = "NAME",
      description = "Last claimed by this worker.")
  private List<String> workers = List.of();

  @Option(names = "--tag", split = ",", paramLabel = "TAG", description = "With all these tags.")
  private List<String> tags = List.of();

  @Option(names = "--header", paramLabel = "NAME=VALUE", description = "With this header.")
  private Map<String, String> headers = Map.of();

  @Option(names = "--min-priority", paramLabel = "0..9", description = "At least so high.")
  private int minPriority = Limits.LOWEST_PRIORITY;

  @Option(names = "--max-priority", paramLabel = "0..9", description = "At most so high.")
  private int maxPriority = Limits.HIGHEST_PRIORITY;

  @Option(
      names = "--created-since",
      paramLabel = "TIME",
      description = "Enqueued at or after this moment, as in 2026-11-22T19:30:00Z.")
  private @Nullable Instant createdSince;

  @Option(
      names = "--created-before",
      paramLabel = "TIME",
      description = "Enqueued before this moment.")
  private @Nullable Instant createdBefore;

  @Option(
      names = "--finished-since",
      paramLabel = "TIME",
      description = "Finished at or after this moment.")
  private @Nullable Instant finishedSince;

  @Option(
      names = "--finished-before",
      paramLabel = "TIME",
      description = "Finished before this moment.")
  private @Nullable Instant finishedBefore;

  @Option(names = "--error", paramLabel = "TEXT", description = "With this text in the last error.")
  private @Nullable String errorText;

  /** Filled by picocli. */
  public TaskSelection() {}

  /** The ids, if nothing but ids was given. */
  Optional<List<UUID>> onlyIds() {
    boolean bare = query(false).equals(TaskQuery.all());
    return ids.isEmpty() || !bare ? Optional.empty() : Optional.of(ids);
  }

  /** The criteria, for a list: none means all. */
  public TaskQuery query() {
    return query(true);
  }

  /** The criteria, for a verb that changes something: all must be asked for. */
  TaskQuery deliberateQuery() {
    boolean none = ids.isEmpty() && query(false).equals(TaskQuery.all());
    if (none != all) {
      throw new WrongUseException(
          all
              ? "--all goes with no other criterion."
              : "Which tasks? Give ids or criteria, or --all.");
    }
    return query();
  }

  private TaskQuery query(boolean withIds) {
    TaskQuery query = TaskQuery.all();
    if (withIds && !ids.isEmpty()) {
      query = query.ids(ids);
    }
    if (!queues.isEmpty()) {
      query = query.queues(queues.toArray(String[]::new));
    }
    if (!names.isEmpty()) {
      query = query.names(names.toArray(String[]::new));
    }
    if (!states.isEmpty()) {
      query = query.states(states.toArray(TaskState[]::new));
    }
    if (!workers.isEmpty()) {
      query = query.workers(workers.toArray(String[]::new));
    }
    if (!tags.isEmpty()) {
      query = query.tags(tags.toArray(String[]::new));
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      query = query.header(header.getKey(), header.getValue());
    }
    if (minPriority != Limits.LOWEST_PRIORITY || maxPriority != Limits.HIGHEST_PRIORITY) {
      query = query.priorities(minPriority, maxPriority);
    }
    if (createdSince != null || createdBefore != null) {
      query = query.created(range(createdSince, createdBefore));
    }
    if (finishedSince != null || finishedBefore != null) {
      query = query.finished(range(finishedSince, finishedBefore));
    }
    return errorText == null ? query : query.errorText(errorText);
  }

  private static TimeRange range(@Nullable Instant from, @Nullable Instant until) {
    return new TimeRange(Optional.ofNullable(from), Optional.ofNullable(until));
  }
}
