package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Json;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Lengths;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.session.WrongUseException;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enqueues a task whose payload is JSON. */
@Command(name = "enqueue", description = "Enqueues a task and prints its id.")
public final class EnqueueTask implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the task.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The payload; '-' reads standard input. Default: ${DEFAULT-VALUE}.")
  private String payload = "null";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Reads the payload from a file instead.")
  private @Nullable Path file;

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "Into this queue. Default: ${DEFAULT-VALUE}.")
  private String queue = TaskType.DEFAULT_QUEUE;

  @Option(
      names = "--priority",
      paramLabel = "0..9",
      description = "9 comes first. Default: that of the queue.")
  private @Nullable Integer priority;

  @Option(
      names = "--after",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Not before so long from now, as in 90s, 5m, 2h or 7d.")
  private @Nullable Duration after;

  @Option(
      names = "--expires-after",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Not later than so long from now.")
  private @Nullable Duration expiresAfter;

  @Option(
      names = "--max-retries",
      paramLabel = "N",
      description = "Deliveries after the first one. Default: 3.")
  private @Nullable Integer maxRetries;

  @Option(
      names = "--retry-policy",
      paramLabel = "POLICY",
      description =
          "As in 'immediate', 'fixed delay=PT5S' or 'exponential initial=PT1S multiplier=2.0"
              + " max=PT1H'. Default: that of the broker that rejects.")
  private @Nullable String retryPolicy;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "Idempotency key, remembered for a day: a second task of this key is not made.")
  private @Nullable String key;

  @Option(names = "--tag", split = ",", paramLabel = "TAG", description = "May be repeated.")
  private List<String> tags = List.of();

  @Option(names = "--header", paramLabel = "NAME=VALUE", description = "May be repeated.")
  private Map<String, String> headers = Map.of();

  /** In this session. */
  public EnqueueTask(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    NewTask<String> task = task(json());
    return session.answer(
        broker -> {
          Enqueued outcome = broker.enqueue(task);
          boolean created = outcome instanceof Enqueued.Created;
          return Answer.of(
                  outcome.id().toString(), Row.of("id", outcome.id()).with("created", created))
              .exit(created ? ExitCode.OK : ExitCode.NOTHING);
        });
  }

  private NewTask<String> task(String json) {
    NewTask<String> task =
        TaskType.of(name, String.class).codec(new RawJsonCodec()).with(json).queue(queue);
    task = priority == null ? task : task.priority(priority);
    task = after == null ? task : task.after(after);
    task = expiresAfter == null ? task : task.expiresAfter(expiresAfter);
    task = maxRetries == null ? task : task.maxRetries(maxRetries);
    task = retryPolicy == null ? task : task.retryPolicy(RetryPolicy.parse(retryPolicy));
    task = key == null ? task : task.idempotencyKey(key);
    for (String tag : tags) {
      task = task.tag(tag);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      task = task.header(header.getKey(), header.getValue());
    }
    return task;
  }

  private String json() throws IOException {
    String text = payload;
    if (file != null) {
      text = Files.readString(file);
    } else if (payload.equals("-")) {
      text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!Json.is(text)) {
      throw new WrongUseException(
          "The payload is no JSON value. A text needs its quotes: '\"text\"'.");
    }
    return text.strip();
  }
}
