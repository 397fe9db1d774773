package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
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

/** A broker on a context that is wired as Spring Boot wires its {@code DSLContext} bean. */
class SpringTransactionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("task", new byte[] {1});

  private JooqBroker broker;
  private TransactionTemplate transactional;

  @BeforeEach
  void wire() {
    transactional = new TransactionTemplate(new DataSourceTransactionManager(db.dataSource()));
    broker =
        JooqBroker.on(
            DSL.using(
                new DataSourceConnectionProvider(
                    new TransactionAwareDataSourceProxy(db.dataSource())),
                SQLDialect.POSTGRES));
  }

  @Test
  void enqueueIsCommittedWithTheTransaction() {
    Enqueued enqueued =
        transactional.execute(
            status -> {
              Enqueued created = broker.enqueue(TASK);
              assertThat(db.tasks()).as("seen by others before the commit").isZero();
              return created;
            });

    assertThat(enqueued).isInstanceOf(Enqueued.Created.class);
    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void whatIsRolledBackNeverExisted() {
    assertThatThrownBy(
            () ->
                transactional.executeWithoutResult(
                    status -> {
                      broker.enqueue(TASK.idempotencyKey("once"));
                      broker.enqueueBulk(Stream.of(TASK));
                      throw new IllegalStateException("the application failed");
                    }))
        .hasMessage("the application failed");

    assertThat(db.tasks()).isZero();
    assertThat(broker.enqueue(TASK.idempotencyKey("once"))).isInstanceOf(Enqueued.Created.class);
  }
}
