package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Whether tasks of tomorrow cost anything today. */
final class ScheduleLoad implements Cell {

  @Override
  public String name() {
    return "schedule-load";
  }

  @Override
  public String meaning() {
    return "The drain, without and with a table full of tasks of the highest priority that are due"
        + " tomorrow. Both tables are filled before the rounds; in each round what was finished is"
        + " deleted, tasks are added, and all is vacuumed, analyzed, read into the cache and"
        + " checkpointed before anything is timed.";
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, ScheduleLoad::drain),
        QueueSide.contender(
            Contender.BROKER + ", scheduled",
            "celers_scheduled",
            pool,
            ScheduleLoad::withTomorrow,
            ScheduleLoad::drain));
  }

  private static CelersQueue withTomorrow(Bench bench, String database, int connections) {
    CelersQueue queue = new CelersQueue(bench, database, connections);
    queue
        .brokerDatabase()
        .addTasks(
            LongStream.range(0, bench.scale().rows())
                .mapToObj(
                    mark ->
                        CelersQueue.task(mark)
                            .priority(Limits.HIGHEST_PRIORITY)
                            .after(Duration.ofDays(1))));
    return queue;
  }

  private static List<Figure> drain(CelersQueue queue, Scale scale) throws Exception {
    queue.addToCleared(scale.tasks());
    return List.of(Draining.of(scale.tasks(), scale, queue::start));
  }
}
