package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.queue.JobRunrQueue;
import io.celers.broker.examples.benchmark.queue.QuartzQueue;
import io.celers.broker.examples.benchmark.queue.Queue;
import io.celers.broker.examples.benchmark.queue.RawSqlQueue;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.Side;
import java.util.List;

/** A queue, and what a cell does with it in a round. */
record QueueSide<Q extends Queue>(Q queue, Scale scale, Round<Q> measure) implements Side {

  /** The same for all queues of a cell. */
  @FunctionalInterface
  interface Round<Q> {
    List<Figure> measure(Q queue, Scale scale) throws Exception;
  }

  /** Makes a queue in a database of this name. */
  @FunctionalInterface
  interface Opener<Q extends Queue> {
    Q open(Bench bench, String database, int connections) throws Exception;
  }

  /** A pool for the threads of the peers, which have twenty, and for what they do besides. */
  static final int POOL_FOR_WORKERS = 26;

  static <Q extends Queue> Contender contender(
      String name, String database, int connections, Opener<Q> opener, Round<? super Q> round) {
    return new Contender(
        name,
        bench ->
            new QueueSide<Q>(
                opener.open(bench, database, connections), bench.scale(), round::measure));
  }

  static Contender celers(int connections, Round<? super CelersQueue> round) {
    return contender(Contender.BROKER, "celers", connections, CelersQueue::new, round);
  }

  static Contender rawSql(int connections, int batch, Round<? super RawSqlQueue> round) {
    return contender(
        RawSqlQueue.NAME,
        "raw_sql",
        connections,
        (bench, database, pool) -> new RawSqlQueue(bench, database, pool, batch),
        round);
  }

  static Contender dbScheduler(int connections, Round<? super DbSchedulerQueue> round) {
    return contender(
        DbSchedulerQueue.NAME, "db_scheduler", connections, DbSchedulerQueue::new, round);
  }

  static Contender jobRunr(int connections, Round<? super JobRunrQueue> round) {
    return contender(JobRunrQueue.NAME, "jobrunr", connections, JobRunrQueue::new, round);
  }

  static Contender quartz(int connections, Round<? super QuartzQueue> round) {
    return contender(QuartzQueue.NAME, "quartz", connections, QuartzQueue::new, round);
  }

  /** All, the broker first. */
  static List<Contender> all(int connections, int batch, Round<Queue> round) {
    return List.of(
        celers(connections, round),
        rawSql(connections, batch, round),
        dbScheduler(connections, round),
        jobRunr(connections, round),
        quartz(connections, round));
  }

  @Override
  public List<Figure> round() throws Exception {
    return measure.measure(queue, scale);
  }

  @Override
  public void close() {
    queue.close();
  }
}
