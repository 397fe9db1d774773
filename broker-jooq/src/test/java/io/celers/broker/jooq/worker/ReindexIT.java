package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All indexes are built anew, as against bloat, while tasks are worked on. */
class ReindexIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> GOOD = TaskType.ofBytes("good");
  private static final TaskType<byte[]> POISON =
      TaskType.ofBytes("poison").maxRetries(1).retryPolicy(RetryPolicy.immediate());
  private static final int AT_ONCE = 20;

  private static final String UNFINISHED =
      " from celers.celers_tasks where state in ('pending', 'processing')";
  private static final String INDEXES_OF_THE_BROKER =
      """
       from pg_index join pg_class on pg_class.oid = indexrelid join pg_am on pg_am.oid = relam
      where amname = 'btree' and relnamespace = 'celers'::regnamespace
      """;

  private final Recorder recorder = new Recorder();
  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void workersGoOnAndEveryIndexIsWhole() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    long enqueued;
    try (Worker ignored =
        db.broker()
            .worker()
            .handle(GOOD, (bytes, task) -> {})
            .handle(
                POISON,
                (bytes, task) -> {
                  throw new IllegalStateException("always");
                })
            .listener(recorder)
            .start()) {
      Future<Long> producer = thread.submit(this::produce);
      recorder.awaitSettled(2 * AT_ONCE);

      db.dsl().execute("reindex schema concurrently celers");

      recorder.awaitSettled(recorder.fates.size() + 2 * AT_ONCE);
      enough.set(true);
      enqueued = producer.get(30, TimeUnit.SECONDS);
      Recorder.patiently().until(() -> number("select count(*)" + UNFINISHED) == 0);
    } finally {
      enough.set(true);
      thread.shutdown();
    }

    assertThat(recorder.failedClaims).hasValue(0);
    assertThat(recorder.unreported).isEmpty();
    assertThat(recorder.lost).isEmpty();
    assertThat(recorder.fatal).isEmpty();
    assertThat(number("select count(*) from celers.celers_tasks where state = 'completed'"))
        .isEqualTo(enqueued - enqueued / AT_ONCE);
    assertThat(number("select count(*) from celers.celers_dead_letter_queue"))
        .isEqualTo(enqueued / AT_ONCE);
    assertThat(number("select count(*)" + INDEXES_OF_THE_BROKER + " and not indisvalid")).isZero();
    // says what is wrong by an error: order, structure, or a row of the table that has no entry
    db.dsl().execute("create extension amcheck schema public");
    assertThat(
            db.dsl()
                .fetch("select public.bt_index_check(indexrelid, true)" + INDEXES_OF_THE_BROKER))
        .hasSizeGreaterThan(10);
  }

  /** A group after the other, with one that always fails; as fast as they are worked off. */
  private long produce() {
    List<NewTask<byte[]>> group = new ArrayList<>();
    group.addAll(Collections.nCopies(AT_ONCE - 1, GOOD.with(new byte[] {1})));
    group.add(POISON.with(new byte[] {1}));
    int enqueued = 0;
    while (!enough.get()) {
      db.broker().enqueueAll(group);
      enqueued += AT_ONCE;
      recorder.awaitSettled(enqueued - AT_ONCE);
    }
    return enqueued;
  }

  private static long number(String sql) {
    return db.dsl().resultQuery(sql).fetchSingle(0, Long.class);
  }
}
