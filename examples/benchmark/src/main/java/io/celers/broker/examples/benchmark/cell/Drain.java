package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.queue.JobRunrQueue;
import io.celers.broker.examples.benchmark.queue.QuartzQueue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import java.time.Duration;
import java.util.List;

/** How fast workers empty a queue of tasks that do nothing. */
final class Drain implements Cell {

  static final int BATCH = 100;

  /** A connection for each of the loops. */
  private static final int LOOPS = 4;

  private static final int LEAST_ROUNDS = 5;

  /** Of the budget of a run. */
  private static final int SHARE = 8;

  /** The broker without its worker. */
  static final String PLAIN_LOOP = Contender.BROKER + ", plain loop";

  /** With a queue that retains nothing. */
  private static final String DELETED = Contender.BROKER + ", deleted at ack";

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String meaning() {
    return ("Workers empty a queue of tasks that do nothing, until the last outcome is stored, of Graphile and of peers"
            + " that store each before the next until the last one is handled; finished tasks are kept, by the peers and where it says so removed. celers is its worker, plain loop the same four loops as of bare JDBC: claim"
            + " %d, ack %d, a pool of %d. Workers have 20 threads and a pool of %d. db-scheduler gets"
            + " 1/%d of the tasks, JobRunr 1/%d, Quartz 1/%d.")
        .formatted(
            BATCH,
            BATCH,
            LOOPS,
            QueueSide.POOL_FOR_WORKERS,
            DbSchedulerQueue.PART,
            JobRunrQueue.PART,
            QuartzQueue.PART);
  }

  /** The cell that is looked at first: its medians are not of one round or two. */
  @Override
  public int leastRounds() {
    return LEAST_ROUNDS;
  }

  /** About what they take, with two rounds to warm up. */
  @Override
  public Duration least(Scale scale) {
    return scale.budget().dividedBy(SHARE);
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, Draining::ofRefilled),
        QueueSide.contender(
            DELETED, "celers_deleted", pool, CelersQueue::retainingNothing, Draining::ofRefilled),
        QueueSide.contender(
            PLAIN_LOOP, "celers_plain_loop", LOOPS, CelersQueue::new, Drain::plainLoop),
        QueueSide.rawSql(LOOPS, BATCH, Draining::ofRefilled),
        QueueSide.dbScheduler(pool, Draining::ofRefilled),
        QueueSide.jobRunr(pool, Draining::ofRefilled),
        QueueSide.quartz(pool, Draining::ofRefilled),
        GraphileSide.contender());
  }

  private static List<Figure> plainLoop(CelersQueue queue, Scale scale) throws Exception {
    queue.refill(scale.tasks());
    return List.of(Draining.of(scale.tasks(), scale, handler -> queue.startLoops(BATCH, handler)));
  }
}
