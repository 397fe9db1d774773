package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskDetails;

/** A task as it is shown. */
final class TaskRow {

  private TaskRow() {}

  static Row of(TaskDetails task) {
    return Row.of("id", task.id())
        .with("queue", task.queue())
        .with("name", task.name())
        .with("state", task.state())
        .with("priority", task.priority())
        .with("deliveries", task.deliveries())
        .with("max retries", task.maxRetries())
        .with("retry policy", task.retryPolicy().map(RetryPolicy::toString))
        .with("created", task.createdAt())
        .with("scheduled", task.scheduledAt())
        .with("visible", task.visibleAt())
        .with("expires", task.expiresAt())
        .with("started", task.startedAt())
        .with("completed", task.completedAt())
        .with("worker", task.workerId())
        .with("error", task.error())
        .with("cancel reason", task.cancelReason())
        .with("headers", task.headers())
        .with("tags", task.tags())
        .with("codec", task.codec())
        .with("version", task.version());
  }
}
