package io.celers.broker.examples.indexer;

import io.celers.broker.TaskSource;
import io.celers.broker.jooq.JooqBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One run: walks the folder and enqueues, while the workers claim and index. */
final class IndexRun {

  /**
   * What a run came to.
   *
   * @param complete false if it was stopped before everything was done
   * @param enqueued tasks created by this run
   * @param leftOver live tasks that earlier runs had left
   * @param elapsed from the start of the walk until the last worker ended
   */
  record Result(boolean complete, int enqueued, int leftOver, Duration elapsed) {}

  private final IndexOptions options;
  private final DSLContext db;
  private final JooqBroker broker;
  private final StopRequest stop;
  private final Progress progress;
  private final String queue;
  private final Backlog backlog;
  private final FinishFile finish;
  private final Statistics statistics = new Statistics();
  private final LeaseKeeper leases;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile boolean allEnqueued;

  IndexRun(IndexOptions options, IndexDatabase database, StopRequest stop, Progress progress) {
    this.options = options;
    this.db = database.db();
    this.broker = database.broker();
    this.stop = stop;
    this.progress = progress;
    this.queue = IndexFile.queue(FileKey.folder(options.folder()));
    this.backlog = new Backlog(db, queue);
    this.finish = new FinishFile(db, broker);
    this.leases = new LeaseKeeper(broker, options.lease());
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
    int enqueued = 0;
    List<Thread> workers = startWorkers();
    try {
      enqueued = enqueue();
      allEnqueued = !stop.isRequested();
    } catch (IOException | RuntimeException e) {
      stop.request();
      throw e;
    } finally {
      workers.forEach(IndexRun::join);
      leases.close();
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return new Result(
        !stop.isRequested(), enqueued, leftOver, Duration.ofNanos(System.nanoTime() - start));
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

  private List<Thread> startWorkers() {
    List<Thread> workers = new ArrayList<>();
    for (int i = 1; i <= options.workers(); i++) {
      Thread worker = new Thread(new IndexWorker(this), "index-worker-" + i);
      worker.start();
      workers.add(worker);
    }
    return workers;
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the run with an exception. */
  void fail(RuntimeException e) {
    failure.compareAndSet(null, e);
    stop.request();
  }

  boolean isAllEnqueued() {
    return allEnqueued;
  }

  TaskSource source() {
    return broker.queue(queue).lease(options.lease());
  }

  IndexOptions options() {
    return options;
  }

  JooqBroker broker() {
    return broker;
  }

  StopRequest stop() {
    return stop;
  }

  Progress progress() {
    return progress;
  }

  Backlog backlog() {
    return backlog;
  }

  FinishFile finish() {
    return finish;
  }

  LeaseKeeper leases() {
    return leases;
  }

  Statistics statistics() {
    return statistics;
  }
}
