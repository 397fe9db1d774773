package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
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
        QueueSide.contender(
            "COPY from a file", "copy", CONNECTIONS, CelersQueue::new, EnqueueBulk::copy));
  }

  private static List<Figure> bulk(CelersQueue queue, Scale scale) {
    queue.clear();
    long began = System.nanoTime();
    long count = queue.enqueueBulk(scale.rows());
    return List.of(Figure.rate(count, System.nanoTime() - began));
  }

  private static List<Figure> copy(CelersQueue queue, Scale scale) throws Exception {
    queue.clear();
    queue.enqueueBulk(scale.rows());
    Path file = Files.createTempFile("celers-benchmark", ".copy");
    try (Connection connection = queue.database().pool().getConnection()) {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
        copy.copyOut("copy celers.celers_tasks to stdout (format binary)", out);
      }
      queue.clear();
      long began = System.nanoTime();
      long count;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
        count = copy.copyIn("copy celers.celers_tasks from stdin (format binary)", in, BUFFER);
      }
      return List.of(Figure.rate(count, System.nanoTime() - began));
    } finally {
      Files.delete(file);
    }
  }
}
