package io.celers.broker.examples.monitoring;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Something to look at: a queue that its worker keeps up with, one that grows in bursts, and one
 * whose tasks sometimes fail.
 */
final class DemoLoad implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(200);
  private static final int TICKS_BETWEEN_BURSTS = 40;
  private static final int BURST = 200;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private DemoLoad() {}

  /** Begins at once, on connections of the data source. */
  static DemoLoad on(DataSource dataSource) {
    DemoLoad load = new DemoLoad();
    // there is something to see from the first frame on
    broker(dataSource, "shop").enqueueAll(tasks("images", BURST));
    load.threads.execute(() -> load.produce(broker(dataSource, "shop")));
    load.threads.execute(() -> load.work(broker(dataSource, "mailer"), "mail", 20, 5, 0));
    load.threads.execute(() -> load.work(broker(dataSource, "resizer"), "images", 5, 40, 0));
    load.threads.execute(() -> load.work(broker(dataSource, "reporter"), "reports", 5, 30, 0.3));
    return load;
  }

  private static JooqBroker broker(DataSource dataSource, String name) {
    return JooqBroker.builder(DSL.using(dataSource, SQLDialect.POSTGRES)).workerId(name).build();
  }

  private void produce(Broker broker) {
    for (int tick = 0; !stopsWithin(TICK); tick++) {
      broker.enqueueAll(tasks("mail", 6));
      broker.enqueueAll(tasks("reports", 1));
      if (tick % TICKS_BETWEEN_BURSTS == TICKS_BETWEEN_BURSTS - 1) {
        broker.enqueueAll(tasks("images", BURST));
      }
    }
  }

  private static List<NewTask<byte[]>> tasks(String queue, int number) {
    NewTask<byte[]> task = NewTask.ofBytes("demo", new byte[0]).queue(queue).maxRetries(1);
    return IntStream.range(0, number).mapToObj(i -> task).toList();
  }

  /** Takes some milliseconds for each task, and fails some of them. */
  private void work(Broker broker, String queue, int batch, int millis, double failures) {
    Random random = new Random(queue.hashCode());
    while (stop.getCount() > 0) {
      List<Delivery> deliveries = broker.queue(queue).dequeue(batch);
      if (deliveries.isEmpty() && stopsWithin(TICK)) {
        return;
      }
      for (Delivery delivery : deliveries) {
        if (stopsWithin(Duration.ofMillis(random.nextInt(2 * millis)))) {
          return;
        }
        if (random.nextDouble() < failures) {
          broker.reject(delivery, Rejection.retry("no paper").after(TICK));
        } else {
          broker.ack(delivery);
        }
      }
    }
  }

  private boolean stopsWithin(Duration time) {
    try {
      return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    stop.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
