package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.examples.benchmark.run.Calls;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Side;
import io.celers.broker.task.NewTask;
import java.util.List;

/** One task in each call and transaction. */
public final class EnqueueOne implements Cell {

  private static final int THREADS = 4;

  @Override
  public String name() {
    return "enqueue-one";
  }

  @Override
  public String meaning() {
    return "One task in each call and transaction; %d threads, a pool of as many connections."
        .formatted(THREADS);
  }

  @Override
  public List<Contender> contenders() {
    return List.of(Contender.broker(Broker::new));
  }

  private static final class Broker implements Side {

    private final Scale scale;
    private final NewTask<byte[]> task;
    private final BrokerDatabase database;

    Broker(Bench bench) {
      scale = bench.scale();
      task = NewTask.ofBytes("benchmark", bench.payloads().bytes());
      database = bench.brokerDatabase("celers", THREADS);
    }

    @Override
    public List<Figure> round() throws Exception {
      database.removeTasks();
      return Calls.measure(
          THREADS,
          scale.timed(),
          () -> {
            database.broker().enqueue(task);
            return 1;
          });
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
