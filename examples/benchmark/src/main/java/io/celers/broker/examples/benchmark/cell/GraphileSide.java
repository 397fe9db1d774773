package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.GraphileQueue;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Side;
import java.util.List;

/** Graphile Worker drains its own queue; it takes the time itself, since it is another process. */
record GraphileSide(GraphileQueue queue, Scale scale) implements Side {

  static Contender contender() {
    return new Contender(GraphileQueue.NAME, GraphileSide::open);
  }

  private static GraphileSide open(Bench bench) throws Exception {
    return new GraphileSide(GraphileQueue.open(bench, "graphile"), bench.scale());
  }

  @Override
  public List<Figure> round() throws Exception {
    queue.refill(scale.tasks());
    return List.of(Figure.rate(scale.tasks() - 1L, Math.max(1, queue.drain(scale.tasks()))));
  }

  @Override
  public void close() {
    queue.close();
  }
}
