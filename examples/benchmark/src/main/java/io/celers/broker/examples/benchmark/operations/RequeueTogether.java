package io.celers.broker.examples.benchmark.operations;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Side;
import io.celers.broker.examples.benchmark.run.Unit;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jooq.Field;
import org.jooq.Table;

/** Requeues from several threads, and compares the ids before and after. */
public final class RequeueTogether implements Side {

  private static final int OPERATORS = 2;
  private static final int FETCH_SIZE = 10_000;

  private final BrokerDatabase database;
  private final long count;

  /** As many dead letters as the scale says. */
  public RequeueTogether(Bench bench) {
    database = bench.brokerDatabase("celers", OPERATORS);
    count = bench.scale().rows();
  }

  @Override
  public List<Figure> round() throws Exception {
    database.removeTasks();
    TaskTable table = new TaskTable(database);
    table.addDeadLetters(count);
    table.tidy();
    Set<UUID> before = ids(CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.ID);

    long began = System.nanoTime();
    List<Long> requeued = together();
    long nanos = System.nanoTime() - began;

    // Each passes over what the other one holds at that moment, so somebody looks once more.
    long leftover = requeueAll();
    check(before, requeued.stream().mapToLong(Long::longValue).sum() + leftover);
    return List.of(
        Figure.rate(count - leftover, nanos),
        new Figure("of the first", Unit.ROWS, requeued.get(0)),
        new Figure("of the second", Unit.ROWS, requeued.get(1)),
        new Figure("left over", Unit.ROWS, leftover));
  }

  private List<Long> together() throws Exception {
    CyclicBarrier start = new CyclicBarrier(OPERATORS);
    ExecutorService threads = Executors.newFixedThreadPool(OPERATORS);
    try {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < OPERATORS; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return requeueAll();
                }));
      }
      List<Long> requeued = new ArrayList<>();
      for (Future<Long> each : running) {
        requeued.add(each.get());
      }
      return requeued;
    } finally {
      threads.shutdownNow();
    }
  }

  private long requeueAll() {
    return Bulk.all(
        page -> database.broker().deadLetters().requeueAll(DeadLetterQuery.all(), page));
  }

  private void check(Set<UUID> before, long requeued) {
    Set<UUID> tasks = ids(CELERS_TASKS, CELERS_TASKS.ID);
    Set<UUID> dead = ids(CELERS_DEAD_LETTER_QUEUE, CELERS_DEAD_LETTER_QUEUE.ID);
    if (!dead.isEmpty() || !tasks.equals(before) || requeued != count) {
      throw new IllegalStateException(
          "of %d dead letters %d were requeued, %d are tasks now and %d still dead"
              .formatted(before.size(), requeued, tasks.size(), dead.size()));
    }
  }

  private Set<UUID> ids(Table<?> table, Field<UUID> id) {
    return database
        .db()
        .transactionResult(
            tx ->
                new HashSet<>(tx.dsl().select(id).from(table).fetchSize(FETCH_SIZE).fetchSet(id)));
  }

  @Override
  public void close() {
    database.close();
  }
}
