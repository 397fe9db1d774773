package io.celers.broker.examples.benchmark.queue;

import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr, the open source edition: job requests, which spare the analysis of lambdas, the shortest
 * poll interval that it allows for a database, and its way to enqueue a stream.
 */
public final class JobRunrQueue implements Queue {

  /** The version that is measured, as the reports name it. */
  public static final String NAME = "JobRunr 8.7 OSS";

  /** It gets one of so many parts of the tasks. */
  public static final int PART = 10;

  private static final int THREADS = 20;
  private static final Duration POLL = Duration.ofSeconds(5);

  /** What is stored of a job. */
  public record Request(String payload) implements JobRequest {
    @Override
    public Class<RequestHandler> getJobRequestHandler() {
      return RequestHandler.class;
    }
  }

  /** Made by the activator, with the handler of the cell. */
  public static final class RequestHandler implements JobRequestHandler<Request> {

    private final Handler handler;

    RequestHandler(Handler handler) {
      this.handler = handler;
    }

    @Override
    public void run(Request request) {
      handler.handle(Payloads.mark(request.payload()));
    }
  }

  private final BenchmarkDatabase database;
  private final PostgresStorageProvider storage;
  private final JsonMapper json = new Jackson3JsonMapper();
  private final JobRequestScheduler scheduler;

  /** In a database of its own, with a pool of so many connections. */
  public JobRunrQueue(Bench bench, String database, int connections) {
    this.database = bench.database(database, connections);
    this.storage = new PostgresStorageProvider(this.database.pool());
    this.storage.setJobMapper(new JobMapper(json));
    this.scheduler = new JobRequestScheduler(storage, Collections.emptyList());
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
    database.truncate("jobrunr_jobs");
  }

  @Override
  public void enqueue(long mark) {
    scheduler.enqueue(new Request(Payloads.json(mark)));
  }

  @Override
  public void enqueueAll(int count, long mark) {
    scheduler.enqueue(IntStream.range(0, count).mapToObj(i -> new Request(Payloads.json(mark))));
  }

  @Override
  public Workers start(Handler handler) {
    JobActivator activator =
        new JobActivator() {
          @Override
          public <T> T activateJob(Class<T> type) {
            return type.cast(new RequestHandler(handler));
          }
        };
    BackgroundJobServer server =
        new BackgroundJobServer(
            storage,
            json,
            activator,
            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andWorkerCount(THREADS)
                .andPollInterval(POLL));
    server.start();
    return server::stop;
  }

  @Override
  public void close() {
    storage.close();
    database.close();
  }
}
