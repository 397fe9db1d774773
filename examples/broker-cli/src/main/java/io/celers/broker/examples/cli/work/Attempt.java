package io.celers.broker.examples.cli.work;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.cli.output.Json;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** One delivery: the command is run, and how it ends settles the task. */
final class Attempt {

  private final Broker broker;
  private final Shell shell;
  private final Duration lease;
  private final Optional<Duration> retryAfter;

  Attempt(Broker broker, Shell shell, Duration lease, Optional<Duration> retryAfter) {
    this.broker = broker;
    this.shell = shell;
    this.lease = lease;
    this.retryAfter = retryAfter;
  }

  /** What became of it. */
  record Outcome(Delivery delivery, Shell.Ended command, Settlement settlement) {}

  Outcome make(Delivery delivery) throws IOException, InterruptedException {
    Process process;
    try {
      process = shell.start(delivery);
    } catch (IOException e) {
      // not the task's fault: it goes back as it was, and the program ends
      broker.release(delivery);
      throw e;
    }
    try (LeaseKeeper keeper = new LeaseKeeper(broker, delivery, lease, process)) {
      keeper.start();
      Shell.Ended ended = shell.await(process, delivery);
      return new Outcome(delivery, ended, settle(delivery, ended));
    }
  }

  private Settlement settle(Delivery delivery, Shell.Ended ended) {
    if (ended.output().getBytes(StandardCharsets.UTF_8).length > Limits.RESULT_BYTES) {
      return broker.reject(delivery, rejection("printed more than a result may hold"));
    }
    return ended.exitCode() == 0
        ? broker.ack(delivery, result(delivery, ended))
        : broker.reject(delivery, rejection(error(ended)));
  }

  private static TaskResult result(Delivery delivery, Shell.Ended ended) {
    TaskResult success = TaskResult.of(delivery, ResultStatus.SUCCESS).runTime(ended.runTime());
    String output = ended.output().strip();
    if (output.isEmpty()) {
      return success;
    }
    return Json.is(output) ? success.json(output) : success.value(output);
  }

  private Rejection rejection(String error) {
    Rejection.Retry retry = Rejection.retry(error);
    return retryAfter.map(retry::after).orElse(retry);
  }

  private static String error(Shell.Ended ended) {
    String errors = ended.errors().strip();
    String exit = "exit code " + ended.exitCode();
    return errors.isEmpty() ? exit : exit + ": " + errors;
  }
}
