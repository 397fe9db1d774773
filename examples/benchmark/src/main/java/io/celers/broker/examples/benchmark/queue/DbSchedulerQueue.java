package io.celers.broker.examples.benchmark.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * db-scheduler as its documentation advises for throughput: lock-and-fetch of 1.0 to 4.0 times the
 * number of threads; its batch scheduling; a serializer that costs next to nothing.
 */
public final class DbSchedulerQueue implements Queue {

  /** The version that is measured, as the reports name it. */
  public static final String NAME = "db-scheduler 16.12";

  /** It gets one of so many parts of the tasks. */
  public static final int PART = 2;

  private static final int THREADS = 20;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final String TASK = "benchmark";

  /** From its postgresql_tables.sql. */
  private static final String[] SCHEMA = {
    """
    create table scheduled_tasks (
      task_name text not null,
      task_instance text not null,
      task_data bytea,
      execution_time timestamp with time zone not null,
      picked boolean not null,
      picked_by text,
      last_success timestamp with time zone,
      last_failure timestamp with time zone,
      consecutive_failures int,
      last_heartbeat timestamp with time zone,
      version bigint not null,
      priority smallint,
      primary key (task_name, task_instance)
    )\
    """,
    "create index execution_time_idx on scheduled_tasks (execution_time)",
    "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)"
  };

  private static final class Text implements Serializer {
    @Override
    public byte[] serialize(Object data) {
      return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
      return type.cast(new String(data, StandardCharsets.UTF_8));
    }
  }

  private final BenchmarkDatabase database;
  private final OneTimeTask<String> task = task(mark -> {});
  private final SchedulerClient client;

  /** In a database of its own, with a pool of so many connections. */
  public DbSchedulerQueue(Bench bench, String database, int connections) {
    this.database = bench.database(database, connections);
    this.database.execute(SCHEMA);
    this.client =
        SchedulerClient.Builder.create(this.database.pool(), task).serializer(new Text()).build();
  }

  private static OneTimeTask<String> task(Handler handler) {
    return Tasks.oneTime(TASK, String.class)
        .execute((instance, context) -> handler.handle(Payloads.mark(instance.getData())));
  }

  @Override
  public BenchmarkDatabase database() {
    return database;
  }

  @Override
  public int share(int tasks) {
    return Queue.partOf(tasks, PART);
  }

  @Override
  public Duration idle() {
    return POLL;
  }

  @Override
  public void clear() {
    database.truncate("scheduled_tasks");
  }

  @Override
  public void enqueue(long mark) {
    client.schedule(instance(mark), Instant.now());
  }

  @Override
  public void enqueueAll(int count, long mark) {
    List<TaskInstance<?>> instances = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      instances.add(instance(mark));
    }
    client.scheduleBatch(instances, Instant.now());
  }

  private TaskInstance<String> instance(long mark) {
    return task.instance(UUID.randomUUID().toString(), Payloads.json(mark));
  }

  @Override
  public Workers start(Handler handler) {
    Scheduler scheduler =
        Scheduler.create(database.pool(), task(handler))
            .serializer(new Text())
            .threads(THREADS)
            .pollUsingLockAndFetch(1.0, 4.0)
            .pollingInterval(POLL)
            .build();
    scheduler.start();
    return scheduler::stop;
  }

  @Override
  public void close() {
    database.close();
  }
}
