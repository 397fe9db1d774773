package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers that start at the same moment, each with a pool of its own, as after a deployment. */
class FleetStartIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final int WORKERS = 8;
  private static final int SLOTS = 2;
  private static final int AHEAD = 8;
  private static final int POOL = SLOTS + 3;

  /** Waits for a task are doubled up to this, and up to a half is taken off. */
  private static final Duration POLL = Duration.ofMillis(500);

  /** Before the waits of a worker are that long, and when it is woken because it can be. */
  private static final int FIRST_CLAIMS = 8;

  private final ClaimCounter claims = new ClaimCounter();
  private final Recorder recorder = new Recorder();
  private final Map<UUID, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    workers.forEach(Worker::close);
    pools.forEach(HikariDataSource::close);
  }

  @Test
  void emptyQueueIsAskedSeldom() throws Exception {
    startTogether();
    Recorder.patiently().until(() -> claims.soFar() >= WORKERS * 4);
    long begin = System.nanoTime();
    int before = claims.soFar();

    Recorder.patiently().until(() -> claims.soFar() >= before + WORKERS * 14);

    assertThat(claims.soFar() - before).isLessThanOrEqualTo(WORKERS * FIRST_CLAIMS + polls(begin));
  }

  @Test
  void longQueueIsSharedAndEachTaskDoneOnce() throws Exception {
    int tasks = 1_000;
    List<UUID> ids =
        db.broker().enqueueAll(Collections.nCopies(tasks, BLOB.with(new byte[] {1}))).stream()
            .map(enqueued -> enqueued.id())
            .toList();
    long begin = System.nanoTime();

    startTogether();
    recorder.awaitSettled(tasks);

    // A claim pays when half of what waits is gone; those that find less are followed by waits.
    assertThat(claims.soFar())
        .isLessThanOrEqualTo(tasks / (AHEAD / 2) + WORKERS * FIRST_CLAIMS + polls(begin));
    assertThat(recorder.fates.values()).containsOnly(Fate.COMPLETED);
    assertThat(runs.keySet()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(runs.values()).allMatch(count -> count.get() == 1);
    assertThat(recorder.claimed).hasSize(tasks);
  }

  private void startTogether() throws Exception {
    for (int i = 0; i < WORKERS; i++) {
      pools.add(pool());
    }
    workers.addAll(Together.run(WORKERS, thread -> start(pools.get(thread))));
  }

  private Worker start(HikariDataSource pool) {
    return JooqBroker.on(claims.on(DSL.using(pool, SQLDialect.POSTGRES)))
        .worker()
        .handle(
            BLOB,
            (bytes, task) ->
                runs.computeIfAbsent(task.delivery().id(), none -> new AtomicInteger())
                    .incrementAndGet())
        .concurrency(SLOTS)
        .prefetch(AHEAD)
        .pollInterval(POLL)
        .listener(recorder)
        .start();
  }

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  /** Most looks at the queue since then, if a worker does not look at it too often. */
  private static int polls(long begin) {
    long halfWaits = (System.nanoTime() - begin) / (POLL.toNanos() / 2) + 1;
    return Math.toIntExact(WORKERS * halfWaits);
  }
}
