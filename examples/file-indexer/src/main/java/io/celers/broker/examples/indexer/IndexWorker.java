package io.celers.broker.examples.indexer;

import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.error.BrokerException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread: claims files, reads them and finishes them, until nothing is left or it is stopped.
 */
final class IndexWorker implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(IndexWorker.class);

  /** Small, so that little is left to wait for when the process dies. */
  private static final int CLAIM = 10;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FAILURES_IN_A_ROW = 5;

  private final IndexRun run;
  private final BooleanSupplier stop;

  IndexWorker(IndexRun run) {
    this.run = run;
    this.stop = run.stop()::isRequested;
  }

  @Override
  public void run() {
    int failures = 0;
    while (!stop.getAsBoolean()) {
      try {
        List<Delivery> claimed = run.source().dequeue(CLAIM);
        failures = 0;
        if (!claimed.isEmpty()) {
          run.statistics().claimed(claimed, run.options().lease());
          work(claimed);
        } else if (run.isAllEnqueued() && run.backlog().count() == 0) {
          return;
        } else {
          run.stop().await(POLL);
        }
      } catch (BrokerException | DataAccessException e) {
        failures++;
        log.warn("Trouble with the database: {}", e.toString());
        if (failures == FAILURES_IN_A_ROW) {
          run.fail(e);
        }
        run.stop().await(Duration.ofSeconds(failures));
      } catch (RuntimeException e) {
        run.fail(e);
      }
    }
  }

  private void work(List<Delivery> claimed) {
    run.leases().hold(claimed);
    try {
      for (int i = 0; i < claimed.size(); i++) {
        if (stop.getAsBoolean()) {
          giveBack(claimed.subList(i, claimed.size()));
          return;
        }
        index(claimed.get(i));
        run.leases().release(claimed.get(i));
        run.progress().finished(run.statistics().finished());
      }
    } finally {
      // what a failure of the database left unsettled is delivered again when its lease ends
      run.leases().release(claimed);
    }
  }

  private void index(Delivery delivery) {
    Payload<IndexFile> payload = run.broker().payload(delivery, IndexFile.TYPE);
    if (payload instanceof Payload.Undecodable<IndexFile> undecodable) {
      reject(delivery, run.broker().rejection(undecodable));
      return;
    }
    FileKey file = payload.orElseThrow().key();
    try {
      try {
        FileContent content = FileContent.read(file.location(), run.options().maxFileBytes(), stop);
        run.finish().indexed(delivery, file, content);
        run.statistics().indexed.incrementAndGet();
        run.statistics().bytes.addAndGet(content.bytes());
      } catch (NoSuchFileException e) {
        run.finish().vanished(delivery, file);
        run.statistics().vanished.incrementAndGet();
      }
    } catch (AccessDeniedException e) {
      reject(delivery, Rejection.deadLetter("not readable"));
    } catch (FileContent.TooLarge e) {
      reject(delivery, Rejection.deadLetter(String.valueOf(e.getMessage())));
    } catch (FileContent.Stopped e) {
      giveBack(List.of(delivery));
    } catch (IOException e) {
      reject(delivery, Rejection.retry(e));
    } catch (FinishFile.NotHolder e) {
      run.statistics().stale.incrementAndGet();
    }
  }

  private void reject(Delivery delivery, Rejection rejection) {
    Settlement outcome = run.broker().reject(delivery, rejection);
    if (!(outcome instanceof Settlement.Settled settled)) {
      run.statistics().stale.incrementAndGet();
    } else if (settled.fate() == Settlement.Fate.DEAD_LETTER) {
      run.statistics().deadLetters.incrementAndGet();
    } else {
      run.statistics().retries.incrementAndGet();
    }
  }

  /** So that the next run need not wait for the leases. */
  private void giveBack(List<Delivery> deliveries) {
    run.broker().rejectAll(deliveries, Rejection.retry("stopped").after(Duration.ZERO));
  }
}
