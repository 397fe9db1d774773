package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.TaskSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.RawSqlQueue;
import io.celers.broker.examples.benchmark.run.Calls;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Latencies;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.jooq.JooqBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One task at a time through the plain calls. The peers have none such. */
final class DequeueAckOne implements Cell {

  private static final int THREADS = 4;

  @Override
  public String name() {
    return "dequeue-ack-one";
  }

  @Override
  public String meaning() {
    return "One task claimed and acked at a time; %d threads, a pool of as many connections."
        .formatted(THREADS);
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        QueueSide.celers(THREADS, DequeueAckOne::plain),
        QueueSide.rawSql(THREADS, 1, DequeueAckOne::bare));
  }

  private static List<Figure> plain(CelersQueue queue, Scale scale) throws Exception {
    JooqBroker broker = queue.brokerDatabase().broker();
    TaskSource source = broker.queue(CelersQueue.QUEUE);
    queue.refill(scale.tasks());
    return measured(
        scale,
        dequeues -> {
          long began = System.nanoTime();
          Optional<Delivery> delivery = source.dequeue();
          dequeues.add(System.nanoTime() - began);
          delivery.ifPresent(broker::ack);
          return delivery.isPresent() ? 1 : 0;
        });
  }

  private static List<Figure> bare(RawSqlQueue queue, Scale scale) throws Exception {
    queue.refill(scale.tasks());
    return measured(
        scale,
        dequeues -> {
          long began = System.nanoTime();
          List<RawSqlQueue.Claimed> claimed = queue.dequeue();
          dequeues.add(System.nanoTime() - began);
          return !claimed.isEmpty() && queue.ack(claimed.get(0)) ? 1 : 0;
        });
  }

  private interface DequeueAndAck {
    int run(Latencies dequeues) throws Exception;
  }

  private static List<Figure> measured(Scale scale, DequeueAndAck call) throws Exception {
    Latencies dequeues = new Latencies();
    List<Figure> figures =
        new ArrayList<>(Calls.measure(THREADS, scale.timed(), () -> call.run(dequeues)));
    figures.addAll(dequeues.figures("dequeue "));
    return figures;
  }
}
