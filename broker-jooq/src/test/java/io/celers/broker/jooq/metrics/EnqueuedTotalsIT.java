package io.celers.broker.jooq.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.metrics.MetricsSnapshot;
import io.celers.broker.metrics.MetricsSource;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Committed enqueues are counted, by whatever way they come, and no others. */
class EnqueuedTotalsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration NOW = Duration.ZERO;
  private static final NewTask<byte[]> MAIL = NewTask.ofBytes("mail", new byte[] {1});
  private static final NewTask<byte[]> BILL = NewTask.ofBytes("bill", new byte[] {1});

  private JooqBroker broker;
  private MetricsSource metrics;

  @BeforeEach
  void freshBroker() {
    broker = JooqBroker.on(db.dsl());
    metrics = broker.metrics();
  }

  @Test
  void ownTransactionAddsOne() {
    broker.enqueue(MAIL);

    assertThat(enqueued()).isEqualTo(1);
  }

  @Test
  void jooqTransactionAddsOneWhenItCommits() {
    db.dsl()
        .transaction(
            tx -> {
              broker.using(tx).enqueue(MAIL);
              assertThat(enqueued()).as("before the commit").isZero();
            });

    assertThat(enqueued()).isEqualTo(1);
    assertThat(enqueued()).as("counted once").isEqualTo(1);
  }

  @Test
  void springTransactionAddsOneWhenItCommits() {
    JooqBroker springs = springBroker();
    MetricsSource source = springs.metrics();
    TransactionTemplate template =
        new TransactionTemplate(new DataSourceTransactionManager(db.dataSource()));

    template.executeWithoutResult(status -> springs.enqueue(MAIL));
    template.executeWithoutResult(
        status -> {
          springs.enqueue(MAIL);
          status.setRollbackOnly();
        });

    assertThat(source.snapshot(NOW).enqueued()).isEqualTo(1);
  }

  @Test
  void bareConnectionAddsOneWhenItCommits() throws SQLException {
    try (Connection connection = db.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      broker.using(DSL.using(connection, SQLDialect.POSTGRES)).enqueue(MAIL);
      assertThat(enqueued()).as("before the commit").isZero();
      connection.commit();
      assertThat(enqueued()).isEqualTo(1);

      broker.using(DSL.using(connection, SQLDialect.POSTGRES)).enqueue(MAIL);
      connection.rollback();
    }

    assertThat(enqueued()).isEqualTo(1);
  }

  @Test
  void bareConnectionInAutocommitAddsOne() throws SQLException {
    try (Connection connection = db.dataSource().getConnection()) {
      broker.using(DSL.using(connection, SQLDialect.POSTGRES)).enqueue(MAIL);
    }

    assertThat(enqueued()).isEqualTo(1);
  }

  @Test
  void whatIsRolledBackAddsNothing() {
    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          broker.using(tx).enqueue(MAIL);
                          broker.using(tx).enqueueAll(List.of(MAIL, BILL));
                          broker.using(tx).enqueueBulk(Stream.of(MAIL));
                          throw new IllegalStateException("the application failed");
                        }))
        .hasMessage("the application failed");

    assertThat(enqueued()).isZero();
  }

  @Test
  void savepointThatIsLeftAddsNothing() {
    db.dsl()
        .transaction(
            tx -> {
              broker.using(tx).enqueue(MAIL);
              assertThatThrownBy(
                      () ->
                          tx.dsl()
                              .transaction(
                                  nested -> {
                                    broker.using(nested).enqueue(BILL);
                                    throw new IllegalStateException("given up");
                                  }))
                  .hasMessage("given up");
              tx.dsl().transaction(nested -> broker.using(nested).enqueue(MAIL));
            });

    assertThat(metrics.snapshot(NOW).enqueuedByName()).isEqualTo(Map.of("mail", 2L));
  }

  @Test
  void savepointThatIsKeptGoesWithTheOneAroundIt() {
    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          tx.dsl().transaction(nested -> broker.using(nested).enqueue(MAIL));
                          throw new IllegalStateException("given up");
                        }))
        .hasMessage("given up");

    assertThat(enqueued()).isZero();
  }

  @Test
  void bulkPathCountsByName() {
    broker.enqueueBulk(IntStream.range(0, 500).mapToObj(i -> i % 5 == 0 ? BILL : MAIL));
    db.dsl().transaction(tx -> broker.using(tx).enqueueBulk(Stream.of(BILL)));

    assertThat(metrics.snapshot(NOW).enqueuedByName())
        .isEqualTo(Map.of("mail", 400L, "bill", 101L));
  }

  @Test
  void duplicatesAndRequeuedDeadLettersAddNothing() {
    Enqueued first = broker.enqueue(MAIL.idempotencyKey("once"));
    broker.enqueue(MAIL.idempotencyKey("once"));
    UUID id = ((Enqueued.Created) first).id();
    broker.reject(broker.queue("default").dequeue().orElseThrow(), Rejection.deadLetter("no"));
    broker.deadLetters().requeue(id);

    assertThat(enqueued()).isEqualTo(1);
  }

  @Test
  void namesBeyondTheLimitAreOther() {
    broker.enqueueAll(
        IntStream.range(0, MetricsSource.MAX_NAMES + 7)
            .mapToObj(i -> NewTask.ofBytes("task-" + i, new byte[0]))
            .toList());

    MetricsSnapshot snapshot = metrics.snapshot(NOW);
    assertThat(snapshot.enqueuedByName()).hasSize(MetricsSource.MAX_NAMES + 1);
    assertThat(snapshot.enqueued(MetricsSource.OTHER)).isEqualTo(7);
    assertThat(snapshot.enqueued()).isEqualTo(MetricsSource.MAX_NAMES + 7);
  }

  @Test
  void withoutMetricsAnEnqueueIsOneStatement() {
    StatementCounter statements = new StatementCounter();
    JooqBroker plain = statements.brokerOn(db.dsl());

    assertThat(
            statements.during(
                () ->
                    db.dsl().transaction(tx -> plain.using(statements.on(tx.dsl())).enqueue(MAIL))))
        .isEqualTo(1);
  }

  private long enqueued() {
    return metrics.snapshot(NOW).enqueued();
  }

  private static JooqBroker springBroker() {
    return JooqBroker.on(
        DSL.using(
            new DataSourceConnectionProvider(new TransactionAwareDataSourceProxy(db.dataSource())),
            SQLDialect.POSTGRES));
  }
}
