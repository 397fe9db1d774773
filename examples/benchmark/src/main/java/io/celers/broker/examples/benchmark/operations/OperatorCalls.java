package io.celers.broker.examples.benchmark.operations;

import io.celers.broker.DeadLetters;
import io.celers.broker.Monitoring;
import io.celers.broker.Tasks;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.query.DeadLetterDimension;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.query.TimeRange;
import io.celers.broker.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every call that only looks, and a bounded step of each verb on many. */
final class OperatorCalls {

  /** One of them. */
  record Call(String name, Runnable run) {}

  private static final Page PAGE = Page.first(100);

  private final JooqBroker broker;
  private final Samples samples;
  private final TimeRange filled;

  /**
   * The calls of a broker.
   *
   * @param begun when the table began to be filled
   */
  OperatorCalls(JooqBroker broker, Samples samples, Instant begun) {
    this.broker = broker;
    this.samples = samples;
    this.filled = TimeRange.since(begun);
  }

  /** All, those that count the whole table last. */
  List<Call> all() {
    List<Call> calls = new ArrayList<>(bounded());
    calls.addAll(exact());
    return calls;
  }

  private List<Call> bounded() {
    List<Call> calls = new ArrayList<>();
    Monitoring monitoring = broker.monitoring();
    add(calls, "monitoring.queues", () -> monitoring.queues(Duration.ZERO));
    add(calls, "monitoring.activity", () -> monitoring.activity(Monitoring.DEFAULT_WINDOW));
    add(calls, "advisor.advise", () -> broker.advisor().advise());
    add(calls, "monitoring.storage", monitoring::storage);
    add(calls, "monitoring.snapshotHolders", monitoring::snapshotHolders);
    add(calls, "monitoring.health", monitoring::health);
    add(calls, "metrics.snapshot", () -> broker.metrics().snapshot(Duration.ZERO));
    addTasks(calls);
    addDeadLetters(calls);
    add(calls, "results.find", () -> broker.results().find(samples.withResult()));
    add(calls, "results.find, 100 ids", () -> broker.results().find(samples.many()));
    add(calls, "history.of", () -> broker.history().of(samples.withResult()));
    add(calls, "queue.settings", () -> broker.queue(queue()).settings());
    add(calls, "queue.paused", () -> broker.queue(queue()).paused());
    addVerbs(calls);
    return calls;
  }

  private List<Call> exact() {
    List<Call> calls = new ArrayList<>();
    add(calls, "whole table: monitoring.queuesExact", () -> broker.monitoring().queuesExact());
    add(calls, "whole table: tasks.count", () -> broker.tasks().count(TaskQuery.all()));
    add(
        calls,
        "whole table: tasks.countBy queue",
        () -> broker.tasks().countBy(Dimension.QUEUE, everything()));
    add(
        calls,
        "whole table: deadLetters.countBy name",
        () -> broker.deadLetters().countBy(DeadLetterDimension.NAME, DeadLetterQuery.all()));
    return calls;
  }

  private void addTasks(List<Call> calls) {
    add(calls, "tasks.find, pending", () -> broker.tasks().find(samples.pending()));
    add(calls, "tasks.find, finished", () -> broker.tasks().find(samples.finished()));
    add(calls, "tasks.payload", () -> broker.tasks().payload(samples.pending()));
    addList(calls, "all", everything());
    for (TaskState state : TaskState.values()) {
      addList(calls, "state " + state.name().toLowerCase(Locale.ROOT), in(state));
    }
    addList(calls, "queue", everything().queues(queue()));
    addList(calls, "name", everything().names("task-7"));
    addList(calls, "name that is not there", everything().names("no-such-task"));
    addList(calls, "priorities", everything().priorities(8, 9));
    addList(calls, "created", everything().created(filled));
    addList(calls, "scheduled", everything().scheduled(filled));
    addList(calls, "finished", everything().finished(filled));
    addList(calls, "worker", everything().workers(TaskTable.WORKER));
    addList(calls, "100 ids", everything().ids(samples.many()));
    addList(calls, "tag", everything().tags("region-1"));
    addList(calls, "rare tag", everything().tags(TaskTable.RARE_TAG));
    addList(calls, "tag that is not there", everything().tags("no-such-tag"));
    addList(calls, "header", everything().header("customer", "4711"));
    addList(calls, "error text", everything().errorText("refused"));
    addList(calls, "queue, state and tag", in(TaskState.PENDING).queues(queue()).tags("region-1"));
  }

  private void addList(List<Call> calls, String criterion, TaskQuery query) {
    add(calls, "tasks.list " + criterion, () -> broker.tasks().list(query, PAGE));
    add(
        calls,
        "tasks.list " + criterion + ", later",
        () -> broker.tasks().list(query, PAGE.after(samples.middle())));
  }

  private void addDeadLetters(List<Call> calls) {
    add(calls, "deadLetters.find", () -> broker.deadLetters().find(samples.dead()));
    addDeadLetters(calls, "all", DeadLetterQuery.all());
    addDeadLetters(calls, "queue", DeadLetterQuery.all().queues(queue()));
    addDeadLetters(calls, "name", DeadLetterQuery.all().names("task-7"));
    addDeadLetters(calls, "died", DeadLetterQuery.all().died(filled));
    addDeadLetters(calls, "error text", DeadLetterQuery.all().errorText("refused"));
    addDeadLetters(calls, "no such error", DeadLetterQuery.all().errorText("no such error"));
  }

  private void addDeadLetters(List<Call> calls, String criterion, DeadLetterQuery query) {
    add(calls, "deadLetters.list " + criterion, () -> broker.deadLetters().list(query, PAGE));
  }

  private void addVerbs(List<Call> calls) {
    TaskQuery waiting = in(TaskState.PENDING).tags("region-2");
    Page page = PAGE.after(samples.middle());
    Tasks tasks = broker.tasks();
    DeadLetters dead = broker.deadLetters();
    addVerb(
        calls, "tasks.prioritizeAll", () -> tasks.prioritizeAll(waiting.priorities(0, 8), 9, page));
    addVerb(calls, "tasks.moveAll", () -> tasks.moveAll(waiting, "moved", page));
    addVerb(calls, "tasks.makeDueAll", () -> tasks.makeDueAll(waiting, page));
    addVerb(calls, "tasks.cancelAll", () -> tasks.cancelAll(waiting, "test", page));
    DeadLetterQuery all = DeadLetterQuery.all();
    addVerb(calls, "deadLetters.requeueAll", () -> dead.requeueAll(all.names("task-9"), PAGE));
    addVerb(calls, "deadLetters.purgeAll", () -> dead.purgeAll(all.names("task-8"), PAGE));
  }

  private void addVerb(List<Call> calls, String name, Runnable step) {
    add(calls, name + ", a step", step);
  }

  private static TaskQuery everything() {
    return TaskQuery.all();
  }

  private static TaskQuery in(TaskState state) {
    return everything().states(state);
  }

  private static String queue() {
    return TaskTable.QUEUES.get(1);
  }

  private static void add(List<Call> calls, String name, Runnable call) {
    calls.add(new Call(name, call));
  }
}
