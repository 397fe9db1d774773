package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import io.celers.broker.examples.benchmark.run.SideUnavailable;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Graphile Worker, for Node.js, in a process of its own: 24 jobs at once, 500 fetched ahead, and
 * completions in batches, as its documentation has it for most throughput. Used by one thread.
 */
public final class GraphileQueue implements AutoCloseable {

  /** The version that is measured, as the reports name it. */
  public static final String NAME = "Graphile Worker 0.17, batched";

  private static final NodePackage PACKAGE =
      new NodePackage("graphile-worker", "0.17.3", Path.of("target", "graphile-worker"));

  private static final String SCRIPT = "graphile-drain.cjs";
  private static final int CONNECTIONS = 2;
  private static final int BATCH = 10_000;
  private static final int CLOSE_SECONDS = 5;

  private final BenchmarkDatabase database;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader replies;

  private GraphileQueue(BenchmarkDatabase database, Process process) {
    this.database = database;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.replies = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * In a database of its own.
   *
   * @throws SideUnavailable where it cannot be run
   */
  public static GraphileQueue open(Bench bench, String name)
      throws SideUnavailable, IOException, InterruptedException {
    if (bench.scale().isTrial() && !PACKAGE.isInstalled()) {
      throw new SideUnavailable(
          "graphile-worker is not installed, and a run without a warm-up installs nothing");
    }
    PACKAGE.install();
    BenchmarkDatabase database = bench.database(name, CONNECTIONS);
    @Nullable GraphileQueue queue = null;
    try {
      queue = new GraphileQueue(database, start(database));
      queue.ask("migrate", "migrated");
      return queue;
    } catch (IOException | RuntimeException e) {
      if (queue != null) {
        queue.close();
      } else {
        database.close();
      }
      throw e;
    }
  }

  private static Process start(BenchmarkDatabase database) throws IOException {
    try (InputStream script =
        Objects.requireNonNull(GraphileQueue.class.getResourceAsStream(SCRIPT))) {
      Files.write(PACKAGE.folder().resolve(SCRIPT), script.readAllBytes());
    }
    ProcessBuilder builder =
        new ProcessBuilder("node", SCRIPT)
            .directory(PACKAGE.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(PACKAGE.log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("NODE_ENV", "production");
    environment.put("BENCHMARK_URL", database.url().substring("jdbc:".length()));
    environment.put("PGUSER", database.login().getProperty("user"));
    String password = database.login().getProperty("password");
    if (password != null) {
      environment.put("PGPASSWORD", password);
    }
    return builder.start();
  }

  /** Exactly so many jobs, in tables that were just vacuumed. */
  public void refill(int count) {
    database.truncate("graphile_worker._private_jobs");
    for (int added = 0; added < count; added += BATCH) {
      database.execute(
          """
          select count(*) from graphile_worker.add_jobs(array(
            select row('benchmark', '%s'::json, null, null, null, null, null, null)::graphile_worker.job_spec
            from generate_series(1, %d)))\
          """
              .formatted(Payloads.json(0), Math.min(BATCH, count - added)));
    }
    database.execute("vacuum (analyze)");
  }

  /** Works off so many jobs; nanoseconds from the first to the last one handled. */
  public long drain(int count) throws IOException {
    return Long.parseLong(ask("drain " + count, "drained ").trim());
  }

  private String ask(String command, String prefix) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String reply = replies.readLine();
    if (reply == null || !reply.startsWith(prefix)) {
      throw new IOException(
          "%s: node answered %s, see %s".formatted(command, reply, PACKAGE.log()));
    }
    return reply.substring(prefix.length());
  }

  /** Ends the process and drops the database. */
  @Override
  public void close() {
    try {
      commands.close();
      process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // it has ended already
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      database.close();
    }
  }
}
