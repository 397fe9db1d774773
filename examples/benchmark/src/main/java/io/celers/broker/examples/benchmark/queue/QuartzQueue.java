package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Quartz with its clustered JDBC store: a job and a trigger for each task, data as properties, and
 * as many triggers fetched at once as it has threads.
 */
public final class QuartzQueue implements Queue {

  /** The version that is measured, as the reports name it. */
  public static final String NAME = "Quartz 2.5 clustered";

  /** It gets one of so many parts of the tasks. */
  public static final int PART = 200;

  private static final int THREADS = 20;
  private static final String PAYLOAD = "payload";
  private static final String TABLES = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

  private static final class Pool implements ConnectionProvider {

    private final BenchmarkDatabase database;

    Pool(BenchmarkDatabase database) {
      this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return database.pool().getConnection();
    }

    @Override
    public void initialize() {
      // the pool is there
    }

    @Override
    public void shutdown() {
      // the queue closes its pool itself
    }
  }

  /** A job that is not run. */
  public static final class Nothing implements Job {
    @Override
    public void execute(org.quartz.JobExecutionContext context) {
      throw new IllegalStateException("replaced by the job factory");
    }
  }

  private final BenchmarkDatabase database;
  private final String source = "benchmark-" + UUID.randomUUID();
  private final Scheduler client;

  /** In a database of its own, with a pool of so many connections. */
  public QuartzQueue(Bench bench, String database, int connections) throws SchedulerException {
    this.database = bench.database(database, connections);
    this.database.execute(tables());
    DBConnectionManager.getInstance().addConnectionProvider(source, new Pool(this.database));
    this.client = scheduler("client");
  }

  private static String tables() {
    try (InputStream in = JobStoreTX.class.getResourceAsStream(TABLES)) {
      if (in == null) {
        throw new IllegalStateException("not in the library: " + TABLES);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Scheduler scheduler(String instance) throws SchedulerException {
    Properties settings = new Properties();
    settings.put("org.quartz.scheduler.instanceName", source);
    settings.put("org.quartz.scheduler.instanceId", instance);
    settings.put("org.quartz.scheduler.skipUpdateCheck", "true");
    settings.put("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "" + THREADS);
    settings.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    settings.put("org.quartz.threadPool.threadCount", "" + THREADS);
    settings.put("org.quartz.jobStore.class", JobStoreTX.class.getName());
    settings.put(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    settings.put("org.quartz.jobStore.dataSource", source);
    settings.put("org.quartz.jobStore.useProperties", "true");
    settings.put("org.quartz.jobStore.isClustered", "true");
    settings.put("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    return new StdSchedulerFactory(settings).getScheduler();
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
  public void clear() {
    database.truncate(
        "qrtz_job_details",
        "qrtz_triggers",
        "qrtz_simple_triggers",
        "qrtz_fired_triggers",
        "qrtz_cron_triggers",
        "qrtz_simprop_triggers",
        "qrtz_blob_triggers");
  }

  @Override
  public void enqueue(long mark) throws SchedulerException {
    client.scheduleJob(job(mark), trigger());
  }

  @Override
  public void enqueueAll(int count, long mark) throws SchedulerException {
    Map<JobDetail, Set<? extends Trigger>> jobs = new HashMap<>();
    for (int i = 0; i < count; i++) {
      jobs.put(job(mark), Set.of(trigger()));
    }
    client.scheduleJobs(jobs, false);
  }

  private static JobDetail job(long mark) {
    return JobBuilder.newJob(Nothing.class)
        .withIdentity(UUID.randomUUID().toString())
        .usingJobData(PAYLOAD, Payloads.json(mark))
        .build();
  }

  private static Trigger trigger() {
    return TriggerBuilder.newTrigger()
        .withIdentity(UUID.randomUUID().toString())
        .startNow()
        .build();
  }

  @Override
  public Workers start(Handler handler) throws SchedulerException {
    Job job =
        context ->
            handler.handle(
                Payloads.mark(context.getJobDetail().getJobDataMap().getString(PAYLOAD)));
    client.setJobFactory((bundle, scheduler) -> job);
    client.start();
    return () -> {
      try {
        client.standby();
      } catch (SchedulerException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Override
  public void close() {
    try {
      client.shutdown(false);
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    } finally {
      database.close();
    }
  }
}
