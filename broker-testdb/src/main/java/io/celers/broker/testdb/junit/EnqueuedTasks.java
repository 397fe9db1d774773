package io.celers.broker.testdb.junit;

import io.celers.broker.Broker;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a test expects to find enqueued: tasks that are pending, due or not.
 *
 * <p>Sees what the broker sees: given {@code broker.using(tx)}, what that transaction has written.
 */
public final class EnqueuedTasks {

  private final Broker broker;

  private EnqueuedTasks(Broker broker) {
    this.broker = broker;
  }

  /** The pending tasks of this broker, in all queues. */
  public static EnqueuedTasks of(Broker broker) {
    return new EnqueuedTasks(broker);
  }

  /** Payloads of all pending tasks of a type, in the order in which they were enqueued. */
  public <P> List<P> payloads(TaskType<P> type) {
    return tasks(type).stream().map(task -> payload(task, type)).toList();
  }

  /**
   * Expects a task of a type whose payload meets a requirement.
   *
   * @param requirement throws an {@link AssertionError} for a payload that does not meet it, as the
   *     assertions of any library do
   * @return the first task that meets it, to look at its queue, due time or headers
   * @throws AssertionError if none does
   */
  public <P> TaskDetails assertEnqueued(TaskType<P> type, Consumer<? super P> requirement) {
    List<TaskDetails> tasks = tasks(type);
    AssertionError unmet =
        new AssertionError(
            "no pending task %s meets the requirement, of %d".formatted(type.name(), tasks.size()));
    for (TaskDetails task : tasks) {
      try {
        requirement.accept(payload(task, type));
        return task;
      } catch (AssertionError e) {
        unmet.addSuppressed(e);
      }
    }
    throw unmet;
  }

  /**
   * Expects no task of a type.
   *
   * @throws AssertionError if there is one
   */
  public void assertNoneEnqueued(TaskType<?> type) {
    int found = tasks(type).size();
    if (found > 0) {
      throw new AssertionError("%d pending tasks %s, expected none".formatted(found, type.name()));
    }
  }

  private List<TaskDetails> tasks(TaskType<?> type) {
    TaskQuery query = TaskQuery.all().names(type.name()).states(TaskState.PENDING);
    List<TaskDetails> tasks = new ArrayList<>();
    Page page = Page.first(Page.MAX_LIMIT);
    while (true) {
      Slice<TaskDetails> slice = broker.tasks().list(query, page);
      tasks.addAll(slice.items());
      if (slice.exhausted() || slice.cursor().isEmpty()) {
        return tasks;
      }
      page = page.after(slice.cursor().get());
    }
  }

  private <P> P payload(TaskDetails task, TaskType<P> type) {
    byte[] bytes =
        broker
            .tasks()
            .payload(task.id())
            .orElseThrow(() -> new AssertionError("task " + task.id() + " is gone meanwhile"));
    return broker.payload(new Undelivered(task, bytes), type).orElseThrow();
  }
}
