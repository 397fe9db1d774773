package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Side;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Very many tasks in one call. */
final class EnqueueBulk implements Cell {

  private static final int CONNECTIONS = 2;
  private static final int BUFFER = 1 << 16;

  @Override
  public String name() {
    return "enqueue-bulk";
  }

  @Override
  public String meaning() {
    return "All tasks in one call, through COPY; against a COPY of the same rows from a file.";
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        QueueSide.celers(CONNECTIONS, EnqueueBulk::bulk),
        new Contender("COPY from a file", Copied::open));
  }

  private static List<Figure> bulk(CelersQueue queue, Scale scale) {
    queue.clear();
    long began = System.nanoTime();
    long count = queue.enqueueBulk(scale.rows());
    return List.of(Figure.rate(count, System.nanoTime() - began));
  }

  /** The file is written once, in the first round, which is one to warm up. */
  private static List<Figure> copy(Copied copied, Scale scale) throws Exception {
    CelersQueue queue = copied.queue();
    try (Connection connection = queue.database().pool().getConnection()) {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      if (Files.size(copied.file()) == 0) {
        queue.clear();
        queue.enqueueBulk(scale.rows());
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(copied.file()), BUFFER)) {
          copy.copyOut("copy celers.celers_tasks to stdout (format binary)", out);
        }
      }
      queue.clear();
      long began = System.nanoTime();
      long count;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(copied.file()), BUFFER)) {
        count = copy.copyIn("copy celers.celers_tasks from stdin (format binary)", in, BUFFER);
      }
      return List.of(Figure.rate(count, System.nanoTime() - began));
    }
  }

  /** A queue, and its rows in a file. */
  private record Copied(CelersQueue queue, Path file, Scale scale) implements Side {

    static Copied open(Bench bench) throws IOException {
      Path file = Files.createTempFile("celers-benchmark", ".copy");
      return new Copied(new CelersQueue(bench, "copy", CONNECTIONS), file, bench.scale());
    }

    @Override
    public List<Figure> round() throws Exception {
      return copy(this, scale);
    }

    @Override
    public void close() {
      queue.close();
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
