package io.celers.broker.examples.benchmark.queue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Workers made of plain calls: each thread claims a batch, handles it, and acks it as one. */
final class Loops<T> implements Queue.Workers {

  /** Does something with what was claimed. */
  @FunctionalInterface
  interface Work<W> {

    /** Does it. */
    void run(W claimed) throws Exception;
  }

  /** As many as a server of few cores can make use of. */
  static final int THREADS = 4;

  private static final int IDLE_MILLIS = 5;
  private static final int CLOSE_SECONDS = 10;

  private final ExecutorService executor;
  private final Callable<List<T>> dequeue;
  private final Work<T> handle;
  private final Work<List<T>> ack;
  private final AtomicInteger unsettled = new AtomicInteger();
  private volatile boolean running = true;
  private volatile @Nullable Exception failure;

  Loops(int threads, Callable<List<T>> dequeue, Work<T> handle, Work<List<T>> ack) {
    this.executor = Executors.newFixedThreadPool(threads);
    this.dequeue = dequeue;
    this.handle = handle;
    this.ack = ack;
    for (int i = 0; i < threads; i++) {
      executor.execute(this::loop);
    }
  }

  private void loop() {
    try {
      work();
    } catch (Exception e) {
      // told by close(): a round without all its workers is none
      failure = e;
    }
  }

  private void work() throws Exception {
    while (running) {
      List<T> tasks = dequeue.call();
      unsettled.addAndGet(tasks.size());
      for (T task : tasks) {
        handle.run(task);
      }
      if (tasks.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
      } else {
        ack.run(tasks);
        unsettled.addAndGet(-tasks.size());
      }
    }
  }

  @Override
  public boolean isSettled() {
    return unsettled.get() == 0;
  }

  /**
   * Lets the threads finish what they have begun.
   *
   * @throws IllegalStateException if one of them has failed
   */
  @Override
  public void close() {
    running = false;
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("a worker failed", failure);
    }
  }
}
