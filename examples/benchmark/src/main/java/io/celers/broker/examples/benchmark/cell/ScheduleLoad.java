package io.celers.broker.examples.benchmark.cell;

import io.celers.broker.examples.benchmark.queue.CelersQueue;
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
        + " tomorrow.";
  }

  @Override
  public List<Contender> contenders() {
    int pool = QueueSide.POOL_FOR_WORKERS;
    return List.of(
        QueueSide.celers(pool, Draining::ofRefilled),
        QueueSide.contender(
            Contender.BROKER + ", scheduled",
            "celers_scheduled",
            pool,
            CelersQueue::new,
            ScheduleLoad::withTomorrow));
  }

  private static List<Figure> withTomorrow(CelersQueue queue, Scale scale) throws Exception {
    queue.clear();
    queue
        .brokerDatabase()
        .addTasks(
            LongStream.range(0, scale.rows())
                .mapToObj(
                    mark ->
                        CelersQueue.task(mark)
                            .priority(Limits.HIGHEST_PRIORITY)
                            .after(Duration.ofDays(1))));
    queue.enqueueBulk(scale.tasks());
    queue.brokerDatabase().vacuum();
    return List.of(Draining.of(scale.tasks(), scale, queue::start));
  }
}
