package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.queue.ClaimTimer;
import io.celers.broker.examples.benchmark.queue.DbSchedulerQueue;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Scale;
import java.time.Duration;
import java.util.List;

/** What a forgotten transaction does to the queue. */
final class HeldSnapshot implements Cell {

  private static final int CLEAN_SHARE = 6;
  private static final int PEER_SHARE = 15;
  private static final Duration SHORT = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "held-snapshot";
  }

  @Override
  public String meaning() {
    return ("Steady load of %,d tasks per second, worked off at once, without and with a"
            + " transaction that holds an old snapshot all the time; rate kept, time from enqueue"
            + " to handler, time of the broker's claims, and dead rows of every table at the end."
            + " Without it the broker is measured for a sixth of the time, db-scheduler for a"
            + " fifteenth with and without, each after at most %d s of the same load. Only what lasts"
            + " longer than the server's checkpoint_timeout has checkpoints in it.")
        .formatted(SteadyWork.PER_SECOND, SteadyWork.WARM_UP.toSeconds());
  }

  /** Each round is long; more than one would take hours. */
  @Override
  public Scale scale(Scale scale) {
    return scale.once();
  }

  @Override
  public Duration least(Scale scale) {
    return SteadyWork.withWarmUp(scale.held())
        .plus(SteadyWork.withWarmUp(part(scale, CLEAN_SHARE)))
        .plus(SteadyWork.withWarmUp(part(scale, PEER_SHARE)).multipliedBy(2));
  }

  /** Nothing is cut off what is short already. */
  private static Duration part(Scale scale, int share) {
    Duration part = scale.held().dividedBy(share);
    Duration least = scale.held().compareTo(SHORT) < 0 ? scale.held() : SHORT;
    return part.compareTo(least) < 0 ? least : part;
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        Contender.broker(
            bench -> {
              ClaimTimer claims = new ClaimTimer();
              return SteadyWork.clean(
                  new CelersQueue(bench, "celers", QueueSide.POOL_FOR_WORKERS, claims),
                  claims,
                  part(bench.scale(), CLEAN_SHARE));
            }),
        new Contender(
            Contender.BROKER + ", held",
            bench -> {
              ClaimTimer claims = new ClaimTimer();
              return SteadyWork.held(
                  new CelersQueue(bench, "celers_held", QueueSide.POOL_FOR_WORKERS, claims),
                  claims,
                  bench.scale().held());
            }),
        new Contender(
            DbSchedulerQueue.NAME,
            bench ->
                SteadyWork.clean(
                    new DbSchedulerQueue(bench, "db_scheduler", QueueSide.POOL_FOR_WORKERS),
                    new ClaimTimer(),
                    part(bench.scale(), PEER_SHARE))),
        new Contender(
            DbSchedulerQueue.NAME + ", held",
            bench ->
                SteadyWork.held(
                    new DbSchedulerQueue(bench, "db_scheduler_held", QueueSide.POOL_FOR_WORKERS),
                    new ClaimTimer(),
                    part(bench.scale(), PEER_SHARE))));
  }
}
