package io.celers.broker.jooq.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.error.OutcomeUnknownException;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.TransactionFate;
import io.celers.broker.jooq.TransactionId;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** Commits that take longer than a statement may, as where they wait for a disk or a standby. */
class SlowCommitIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("task", new byte[] {1});
  private static final int TIMEOUT_SECONDS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @BeforeEach
  void slowDown() {
    db.dsl()
        .execute(
            """
            create function public.slow_commit() returns trigger language plpgsql as
            $$ begin perform pg_sleep(2.5); return null; end $$
            """);
    db.dsl()
        .execute(
            """
            create constraint trigger slow_commit after insert on celers.celers_tasks
            deferrable initially deferred for each row execute function public.slow_commit()
            """);
  }

  @AfterEach
  void asFastAsEver() {
    db.dsl().execute("drop function public.slow_commit() cascade");
  }

  /**
   * A statement in autocommit mode has its commit inside, and is told, with nothing of it there.
   */
  @Test
  void queryTimeoutIsForStatementsAndNotForCommits() {
    DSLContext ctx =
        DSL.using(
            db.dataSource(), SQLDialect.POSTGRES, new Settings().withQueryTimeout(TIMEOUT_SECONDS));
    JooqBroker broker = JooqBroker.on(ctx);

    ctx.transaction(tx -> broker.using(tx).enqueue(TASK));

    assertThat(db.tasks()).isOne();
    assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> broker.enqueue(TASK));
    assertThat(db.tasks()).isOne();
  }

  @Test
  void commitThatIsAnsweredTooLateIsLookedUp() {
    DSLContext ctx = DSL.using(impatient(), SQLDialect.POSTGRES);
    JooqBroker broker = JooqBroker.on(ctx);
    AtomicReference<TransactionId> id = new AtomicReference<>();

    DataAccessException lost =
        catchThrowableOfType(
            DataAccessException.class,
            () ->
                ctx.transaction(
                    tx -> {
                      id.set(broker.transactionId(tx));
                      broker.using(tx).enqueue(TASK);
                    }));

    assertThat(lost.sqlState()).isEqualTo("08006");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> db.broker().fate(id.get()) != TransactionFate.IN_PROGRESS);
    assertThat(db.broker().fate(id.get())).isEqualTo(TransactionFate.COMMITTED);
    assertThat(db.tasks()).isOne();
  }

  @Test
  void bulkEnqueueWhoseCommitIsAnsweredTooLateIsUnknown() {
    JooqBroker broker = JooqBroker.builder(impatient()).build();

    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> broker.enqueueBulk(Stream.of(TASK)));

    Awaitility.await().atMost(PATIENCE).until(() -> db.tasks() == 1);
  }

  /** Gives a connection up that says nothing for so long, whatever it was asked. */
  private static PGSimpleDataSource impatient() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(db.database().jdbcUrl());
    dataSource.setUser(db.database().user());
    dataSource.setPassword(db.database().password());
    dataSource.setSocketTimeout(TIMEOUT_SECONDS);
    return dataSource;
  }
}
