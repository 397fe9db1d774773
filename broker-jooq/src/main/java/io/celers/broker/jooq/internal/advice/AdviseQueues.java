package io.celers.broker.jooq.internal.advice;

import io.celers.broker.Advisor;
import io.celers.broker.advice.BatchSizes;
import io.celers.broker.advice.ConsumerLag;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.QueueVelocity;
import io.celers.broker.advice.Rate;
import io.celers.broker.advice.WorkerScaling;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Precision;
import io.celers.broker.monitoring.QueueActivity;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts the figures of each queue into the rules about queues. Pure: asks nobody. */
final class AdviseQueues {

  private static final String NO_TASK_SEEN =
      "none of the tasks that were looked at is of this queue.";

  /** In which a backlog is to be worked off, as in {@link WorkerScaling}. */
  private static final Duration DRAIN = Duration.ofMinutes(10);

  private final QueueFigures figures;
  private final QueueActivity activity;
  private final QueueFacts facts;

  private AdviseQueues(QueueFigures figures, QueueActivity activity, QueueFacts facts) {
    this.figures = figures;
    this.activity = activity;
    this.facts = facts;
  }

  static List<Finding> of(QueueReport queues, Activity activity, QueueFacts facts) {
    List<Finding> findings = new ArrayList<>();
    queues.queues().stream()
        .filter(queue -> isAlive(queue) || activity.find(queue.queue()).isPresent())
        .limit(Advisor.MAX_QUEUES)
        .forEach(
            queue ->
                activity
                    .find(queue.queue())
                    .map(seen -> new AdviseQueues(queue, seen, facts).findings())
                    .orElseGet(() -> List.of(Finding.notMeasured("consumer-lag", NO_TASK_SEEN)))
                    .forEach(finding -> findings.add(finding.about("queue " + queue.queue()))));
    if (findings.isEmpty()) {
      findings.add(Finding.notMeasured("consumer-lag", "there are no tasks."));
    }
    return findings;
  }

  private static boolean isAlive(QueueFigures queue) {
    return queue.pending().value() > 0 || queue.processing().value() > 0;
  }

  private List<Finding> findings() {
    return List.of(lag(), velocity(), scaling(), batches());
  }

  private Finding lag() {
    return finished()
        .map(rate -> new ConsumerLag(due(), figures.processing().value(), rate).finding())
        .orElseGet(() -> unseen("consumer-lag"));
  }

  private Finding velocity() {
    Long limit = facts.limits().get(queue());
    return finished()
        .map(
            rate ->
                new QueueVelocity(
                        enqueued(),
                        rate,
                        figures.pending().plus(figures.processing()).value(),
                        limit == null ? OptionalLong.empty() : OptionalLong.of(limit))
                    .finding())
        .orElseGet(() -> unseen("queue-velocity"));
  }

  private Finding scaling() {
    Long workers = facts.concurrency().get(queue());
    if (workers == null) {
      return Finding.notMeasured(
          "worker-scaling", "no worker of this queue is registered in celers_workers.");
    }
    return activity
        .runTime()
        .map(runTime -> new WorkerScaling(due(), workers, runTime.mean(), enqueued()).finding())
        .orElseGet(
            () ->
                Finding.notMeasured(
                    "worker-scaling",
                    "no task that was looked at was completed in the window, so the run time is"
                        + " unknown."));
  }

  private Finding batches() {
    Long bytes = facts.payloadBytes().get(queue());
    if (bytes == null) {
      return Finding.notMeasured(
          "batch-sizes",
          "none of the 1,000 newest tasks is of this queue, so the size of its"
              + " payloads is unknown.");
    }
    double flow = Math.max(enqueued().perSecond(), finished().orElse(Rate.ZERO).perSecond());
    double drain = due() / (double) DRAIN.toSeconds();
    return new BatchSizes(due(), bytes, Rate.perSecond(flow + drain)).finding();
  }

  private String queue() {
    return figures.queue();
  }

  private long due() {
    return Math.max(0, figures.pending().value() - figures.scheduled().value());
  }

  private Rate enqueued() {
    return rate(activity.enqueued());
  }

  /** Empty if nothing was seen to finish, but not all tasks were looked at: it may be otherwise. */
  private Optional<Rate> finished() {
    Throughput finished = activity.finished();
    boolean unknown =
        finished.tasks().value() == 0 && finished.tasks().precision() != Precision.EXACT;
    return unknown ? Optional.empty() : Optional.of(rate(finished));
  }

  private static Rate rate(Throughput throughput) {
    return Rate.perSecond(throughput.perSecond());
  }

  private Finding unseen(String rule) {
    return Finding.notMeasured(
        rule,
        "of the tasks that were looked at none finished in the last "
            + activity.finished().over()
            + "; others may have.");
  }
}
