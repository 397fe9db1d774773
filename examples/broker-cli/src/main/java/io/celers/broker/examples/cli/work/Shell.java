package io.celers.broker.examples.cli.work;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A command that is run once for each task, with the payload as its standard input. */
final class Shell {

  /** What the command left behind. */
  record Ended(int exitCode, String output, String errors, Duration runTime) {}

  /** One byte more than a result may have tells that there was too much. */
  private static final int MAX_OUTPUT = Limits.RESULT_BYTES + 1;

  private final List<String> command;

  Shell(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Starts it; the caller may end it. */
  Process start(Delivery delivery) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("BROKER_TASK_ID", delivery.id().toString());
    builder.environment().put("BROKER_TASK_NAME", delivery.name());
    builder.environment().put("BROKER_TASK_QUEUE", delivery.queue());
    builder.environment().put("BROKER_TASK_DELIVERY", Integer.toString(delivery.deliveries()));
    return builder.start();
  }

  /** Feeds it, and waits until it has ended and said everything. */
  Ended await(Process process, Delivery delivery) throws InterruptedException {
    long began = System.nanoTime();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
    CompletableFuture<String> errors =
        CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
    feed(process, delivery.payload());
    int exitCode = process.waitFor();
    Duration runTime = Duration.ofNanos(System.nanoTime() - began);
    try {
      return new Ended(exitCode, output.get(), errors.get(), runTime);
    } catch (ExecutionException e) {
      throw new IllegalStateException("could not read what the command printed", e.getCause());
    }
  }

  private static void feed(Process process, byte[] payload) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(payload);
    } catch (IOException e) {
      // a command need not read its input; how it ends is what counts
    }
  }

  /** The beginning as text; the rest is read and forgotten, or the command would wait for us. */
  private static String read(InputStream stream) {
    try (stream) {
      byte[] beginning = stream.readNBytes(MAX_OUTPUT);
      stream.transferTo(OutputStream.nullOutputStream());
      return new String(beginning, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // the process was ended
      return "";
    }
  }
}
