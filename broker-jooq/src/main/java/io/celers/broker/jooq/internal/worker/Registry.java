package io.celers.broker.jooq.internal.worker;

import static io.celers.broker.generated.Routines.celersClock;
import static io.celers.broker.generated.Tables.CELERS_WORKERS;

import io.celers.broker.jooq.internal.sql.Host;
import io.celers.broker.jooq.internal.sql.ReservedConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The worker's row among the running workers, for people to look at: no statement of the hot path
 * reads it. Written every five seconds by the thread of the heartbeats.
 */
final class Registry {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Fresh at every start, so that a worker is never taken for the one before it. */
  private final UUID incarnation = UUID.randomUUID();

  private final String name;
  private final String[] queues;
  private final int concurrency;
  private long next = System.nanoTime();

  Registry(String name, List<String> queues, int concurrency) {
    this.name = name;
    this.queues = queues.toArray(String[]::new);
    this.concurrency = concurrency;
  }

  /** Says that the worker lives, if it has not done so for a while. */
  boolean beat(ReservedConnection connection, long now) {
    if (now - next < 0) {
      return false;
    }
    connection.run("register worker", this::upsert);
    next = now + INTERVAL.toNanos();
    return true;
  }

  /** Says that the worker is no more. */
  void remove(ReservedConnection connection) {
    connection.run(
        "remove worker",
        db -> db.deleteFrom(CELERS_WORKERS).where(CELERS_WORKERS.ID.eq(incarnation)).execute());
  }

  // An upsert, because a sweep may have taken the row of a worker that was paused for long. Guarded
  // by RegistryIT.
  private int upsert(DSLContext db) {
    return db.insertInto(CELERS_WORKERS)
        .set(CELERS_WORKERS.ID, incarnation)
        .set(CELERS_WORKERS.NAME, name)
        .set(CELERS_WORKERS.HOST, Host.name())
        .set(CELERS_WORKERS.PROCESS_ID, ProcessHandle.current().pid())
        .set(CELERS_WORKERS.QUEUES, queues)
        .set(CELERS_WORKERS.CONCURRENCY, concurrency)
        .onConflict(CELERS_WORKERS.ID)
        .doUpdate()
        .set(CELERS_WORKERS.HEARTBEAT_AT, celersClock())
        .execute();
  }
}
