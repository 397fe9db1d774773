package io.celers.broker.examples.cli.queue;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.queue.Pause;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is in the queues. */
@Command(
    name = "stats",
    description = "Counts what is in each queue. '~' marks an estimate, '+' at least so many.")
public final class Stats implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--exact",
      description = "Counts everything, which takes the longer the more there is.")
  private boolean exact;

  /** In this session. */
  public Stats(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          QueueReport report =
              exact ? broker.monitoring().queuesExact() : broker.monitoring().queues();
          Answer answer =
              Answer.empty()
                  .table(
                      "queues",
                      report.queues().stream().map(queue -> row(broker, queue)).toList(),
                      "queue",
                      "pending",
                      "scheduled",
                      "processing",
                      "lapsed",
                      "completed",
                      "failed",
                      "cancelled",
                      "dead",
                      "oldest pending",
                      "paused")
                  .put(Row.of("measured at", report.freshness().measuredAt()));
          return report.queues().isEmpty() ? answer.say("There are no queues.") : answer;
        });
  }

  private static Row row(JooqBroker broker, QueueFigures queue) {
    return Row.of("queue", queue.queue())
        .with("pending", queue.pending())
        .with("scheduled", queue.scheduled())
        .with("processing", queue.processing())
        .with("lapsed", queue.lapsed())
        .with("completed", queue.completed())
        .with("failed", queue.failed())
        .with("cancelled", queue.cancelled())
        .with("dead", queue.dead())
        .withLength("oldest pending", queue.oldestPending())
        .withLength("oldest processing", queue.oldestProcessing())
        .with("paused", broker.queue(queue.queue()).paused().map(Pause::since));
  }
}
