package io.celers.broker.jooq.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where claims begin to scan when a full scan is taken to be expensive. */
class FlooredClaimsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> KNOWN = TaskType.ofBytes("known").with(new byte[] {1});
  private static final NewTask<byte[]> UNKNOWN =
      TaskType.ofBytes("unknown").priority(9).with(new byte[] {1});

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void tasksOfUnknownNamesAreWalkedOnceInAWhile() throws Exception {
    db.broker().enqueueAll(Collections.nCopies(2_000, UNKNOWN));
    db.broker().enqueueAll(Collections.nCopies(100, KNOWN));
    try (Session session = Session.inTransactions(db)) {
      FlooredClaims claims = claims(session.dsl(), Duration.ZERO);
      assertThat(claims.claim(1)).hasSize(1);
      assertThat(reads(session.dsl())).isGreaterThan(2_000);
      long before = reads(session.dsl());

      for (int i = 0; i < 20; i++) {
        assertThat(claims.claim(1)).extracting(Delivery::name).containsExactly("known");
      }

      assertThat(reads(session.dsl()) - before).isLessThan(500);
      session.rollback();
    }
  }

  @Test
  void theyAreWalkedOnceInAWhileAlsoWhenThereIsNothingElse() throws Exception {
    db.broker().enqueueAll(Collections.nCopies(2_000, UNKNOWN));
    try (Session session = Session.inTransactions(db)) {
      FlooredClaims claims = claims(session.dsl(), Duration.ZERO);
      assertThat(claims.claim(1)).isEmpty();
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(claims.claim(1)).isEmpty();
      long before = reads(session.dsl());

      assertThat(claims.claim(1)).isEmpty();

      assertThat(reads(session.dsl()) - before).isZero();
      session.rollback();
    }
  }

  @Test
  void taskThatWasCommittedLateIsFoundByTheNextFullScan() throws Exception {
    FlooredClaims claims = claims(db.dsl(), Duration.ZERO);
    try (Session late = Session.inTransactions(db)) {
      UUID id = late.broker().enqueue(KNOWN).id();
      db.broker().enqueue(KNOWN);
      assertThat(claims.claim(10)).hasSize(1);
      late.commit();

      assertThat(claims.claim(10)).isEmpty();
      nanos.addAndGet(Duration.ofSeconds(30).toNanos());

      assertThat(claims.claim(10)).extracting(Delivery::id).containsExactly(id);
    }
  }

  @Test
  void taskWhoseCommitTookAMomentIsFoundByTheNextClaim() throws Exception {
    FlooredClaims claims = claims(db.dsl(), Duration.ofMinutes(1));
    try (Session late = Session.inTransactions(db)) {
      UUID id = late.broker().enqueue(KNOWN).id();
      db.broker().enqueue(KNOWN);
      assertThat(claims.claim(10)).hasSize(1);
      late.commit();

      assertThat(claims.claim(10)).extracting(Delivery::id).containsExactly(id);
    }
  }

  @Test
  void whatComesLaterIsFoundAtOnce() {
    FlooredClaims claims = claims(db.dsl(), Duration.ZERO);
    db.broker().enqueueAll(Collections.nCopies(3, KNOWN));
    Delivery first = claims.claim(1).get(0);
    assertThat(claims.claim(5)).hasSize(2);

    db.broker().enqueueAll(List.of(KNOWN, KNOWN.priority(9)));
    db.broker().release(first);

    assertThat(claims.claim(5)).hasSize(3);
  }

  private FlooredClaims claims(DSLContext dsl, Duration committing) {
    Database database = Database.of(dsl.configuration(), "celers");
    return new FlooredClaims(
        QueueClaims.of(
            database, new Measurements(), "default", "test", Duration.ofHours(1), List.of("known")),
        unheard -> {},
        Duration.ZERO,
        committing,
        nanos::get);
  }

  private static long reads(DSLContext dsl) {
    return dsl.fetchSingle(
            "select idx_tup_fetch from pg_stat_xact_user_tables"
                + " where relid = 'celers.celers_tasks'::regclass")
        .get(0, Long.class);
  }
}
