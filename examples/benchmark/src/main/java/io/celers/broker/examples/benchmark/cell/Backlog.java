package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.TaskSource;
import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a claim takes longer when more tasks wait. */
final class Backlog implements Cell {

  /** In each round, so five times that in all. */
  private static final int CLAIMS_OF_ONE = 100;

  private static final int CLAIMS_OF_MANY = 50;
  private static final int MANY = 100;

  /** Shares of the longest backlog: of five million, 10,000 and a million. */
  private static final int SMALL = 500;

  private static final int MEDIUM = 5;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public String meaning() {
    return ("Latency of dequeue() and dequeue(%d) by one thread, by how many tasks wait: 1/%d and"
            + " 1/%d of the longest backlog, and all of it. In each round %d and %d claims, after what"
            + " was claimed is deleted and the table is filled up, vacuumed, analyzed, read into the"
            + " cache with its indexes as far as they fit, and checkpointed.")
        .formatted(MANY, SMALL, MEDIUM, CLAIMS_OF_ONE, CLAIMS_OF_MANY);
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new Contender("shortest", bench -> new Waiting(bench, bench.scale().backlog() / SMALL)),
        new Contender("middle", bench -> new Waiting(bench, bench.scale().backlog() / MEDIUM)),
        new Contender("longest", bench -> new Waiting(bench, bench.scale().backlog())));
  }

  private static final class Waiting implements Side {

    private static final int CONNECTIONS = 2;
    private static final int CLAIMED = CLAIMS_OF_ONE + CLAIMS_OF_MANY * MANY;

    private final CelersQueue queue;

    Waiting(Bench bench, int tasks) {
      queue = new CelersQueue(bench, "celers_" + tasks, CONNECTIONS);
      queue.enqueueBulk(tasks);
    }

    /** What a round takes is put in before it, so the backlog is the same at the end of each. */
    @Override
    public List<Figure> round() {
      queue.addToCleared(CLAIMED);
      TaskSource source = queue.brokerDatabase().broker().queue(CelersQueue.QUEUE);
      List<Figure> figures = new ArrayList<>();
      figures.addAll(claims(source, CLAIMS_OF_ONE, 1));
      figures.addAll(claims(source, CLAIMS_OF_MANY, MANY));
      return figures;
    }

    private static List<Figure> claims(TaskSource source, int claims, int max) {
      Latencies latencies = new Latencies();
      for (int i = 0; i < claims; i++) {
        long began = System.nanoTime();
        int claimed = source.dequeue(max).size();
        latencies.add(System.nanoTime() - began);
        if (claimed < max) {
          throw new IllegalStateException("claimed " + claimed + " of " + max);
        }
      }
      return latencies.figures(String.format(Locale.ROOT, "dequeue(%d) ", max));
    }

    @Override
    public void close() {
      queue.close();
    }
  }
}
