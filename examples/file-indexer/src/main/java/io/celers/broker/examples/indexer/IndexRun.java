package io.celers.broker.examples.indexer;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: walks the folder and enqueues, while a worker claims and indexes. */
final class IndexRun {

  /**
   * What a run came to.
   *
   * @param complete false if it was stopped before everything was done
   * @param enqueued tasks created by this run
   * @param leftOver live tasks that earlier runs had left
   * @param elapsed from the start of the walk until the worker ended
   */
  record Result(boolean complete, int enqueued, int leftOver, Duration elapsed) {}

  private static final Logger log = LoggerFactory.getLogger(IndexRun.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FAILURES_IN_A_ROW = 5;

  private final IndexOptions options;
  private final DSLContext db;
  private final JooqBroker broker;
  private final StopRequest stop;
  private final Progress progress;
  private final String queue;
  private final Backlog backlog;
  private final Statistics statistics = new Statistics();

  IndexRun(IndexOptions options, IndexDatabase database, StopRequest stop, Progress progress) {
    this.options = options;
    this.db = database.db();
    this.broker = database.broker();
    this.stop = stop;
    this.progress = progress;
    this.queue = IndexFile.queue(FileKey.folder(options.folder()));
    this.backlog = new Backlog(db, queue);
  }

  /**
   * Indexes what is new or changed, and what earlier runs left.
   *
   * @throws IOException if the folder cannot be read
   */
  Result execute() throws IOException {
    long start = System.nanoTime();
    int leftOver = backlog.count();
    progress.expect(leftOver);
    int enqueued;
    try (Worker worker = startWorker()) {
      enqueued = enqueue();
      awaitTheEnd();
    }
    return new Result(
        !stop.isRequested(), enqueued, leftOver, Duration.ofNanos(System.nanoTime() - start));
  }

  private Worker startWorker() {
    return broker
        .worker()
        .handleInTransactionWithOutcome(
            IndexFile.TYPE, new IndexHandler(options.maxFileBytes(), statistics))
        .queue(queue, 1)
        .concurrency(options.workers())
        .lease(options.lease())
        .pollInterval(POLL)
        // When it is closed either nothing is left, or somebody wants the program to end.
        .closeTimeout(Duration.ZERO)
        .listener(new StatisticsListener(statistics, progress))
        .start();
  }

  private int enqueue() throws IOException {
    EnqueueFiles enqueueFiles = new EnqueueFiles(db, broker, queue);
    int[] enqueued = {0};
    new FolderWalk(options.folder(), options.excluded())
        .forEachBatch(
            options.batch(),
            stop::isRequested,
            files -> {
              int created = enqueueFiles.enqueue(files);
              enqueued[0] += created;
              progress.expect(created);
            });
    return enqueued[0];
  }

  /** Until nothing is left, also of what a process that died holds; or until it is stopped. */
  private void awaitTheEnd() {
    int failures = 0;
    while (!stop.isRequested()) {
      try {
        if (backlog.count() == 0) {
          return;
        }
        failures = 0;
      } catch (DataAccessException e) {
        failures++;
        log.warn("Trouble with the database: {}", e.toString());
        if (failures == FAILURES_IN_A_ROW) {
          throw e;
        }
      }
      stop.await(POLL.multipliedBy(1 + 10L * failures));
    }
  }

  Statistics statistics() {
    return statistics;
  }
}
