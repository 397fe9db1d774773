package io.celers.broker.jooq.internal.claim;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is read of a table that is full of dead rows, because an old snapshot keeps them and nobody
 * vacuums: two hundred tasks that were claimed and given back fifty times.
 */
class BloatedTablePlansIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("known").with(new byte[] {1});
  private static final int TASKS = 200;
  private static final int ROUNDS = 50;

  private Session old;
  private Session session;

  /** What one transaction has read so far: entries of the claim index, and rows of the table. */
  private record Reads(long entries, long rows, long scans) {

    static Reads of(DSLContext dsl) {
      return dsl.fetchSingle(
              "select pg_stat_get_xact_tuples_returned('celers.celers_tasks_claim_idx'::regclass),"
                  + " idx_tup_fetch, seq_scan from pg_stat_xact_user_tables"
                  + " where relid = 'celers.celers_tasks'::regclass")
          .map(
              row ->
                  new Reads(
                      row.get(0, long.class), row.get(1, long.class), row.get(2, long.class)));
    }

    Reads since(Reads before) {
      return new Reads(entries - before.entries, rows - before.rows, scans - before.scans);
    }
  }

  @BeforeEach
  void bloat() throws Exception {
    db.dsl().execute("alter table celers.celers_tasks set (autovacuum_enabled = false)");
    db.broker().enqueueAll(Collections.nCopies(TASKS, TASK));
    old = Session.inTransactions(db, Connection.TRANSACTION_REPEATABLE_READ);
    old.dsl().fetchCount(CELERS_TASKS);
    for (int i = 0; i < ROUNDS; i++) {
      db.broker().releaseAll(db.broker().queue("default").dequeue(TASKS));
    }
    session = Session.inTransactions(db);
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    old.close();
  }

  @Test
  void deadEntriesAreWalkedOnceInAWhile() {
    FlooredClaims claims = claims();
    Reads begin = Reads.of(session.dsl());
    assertThat(claims.claim(1)).hasSize(1);
    Reads full = Reads.of(session.dsl());
    assertThat(full.since(begin).entries()).isGreaterThan(TASKS * (ROUNDS - 1));

    for (int i = 0; i < 20; i++) {
      assertThat(claims.claim(1)).hasSize(1);
    }

    Reads floored = Reads.of(session.dsl()).since(full);
    assertThat(floored.entries()).isLessThan(1_000);
    assertThat(floored.rows()).isLessThan(200);
    assertThat(floored.scans()).isZero();
  }

  /** Their own versions of a row are walked as well, but those of no other. */
  @Test
  void verbsOfHoldersReadWhatTheyWrite() {
    Broker broker = session.broker();
    List<Delivery> held = broker.queue("default").dequeue(60);
    Reads before = Reads.of(session.dsl());

    broker.extendAll(held, Duration.ofHours(1));
    broker.ackAll(held.subList(0, 20));
    broker.rejectAll(held.subList(20, 40), Rejection.retry("r"));
    broker.releaseAll(held.subList(40, 60));

    Reads reads = Reads.of(session.dsl()).since(before);
    assertThat(reads.entries()).isZero();
    assertThat(reads.rows()).isLessThan(60 * 12);
    assertThat(reads.scans()).isZero();
  }

  private FlooredClaims claims() {
    Database database = Database.of(session.dsl().configuration(), "celers");
    return new FlooredClaims(
        QueueClaims.of(
            database, new Measurements(), "default", "test", Duration.ofHours(1), List.of("known")),
        unheard -> {},
        Duration.ZERO,
        Duration.ZERO,
        () -> 0);
  }
}
