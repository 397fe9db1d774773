package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.EnqueueEvent;
import io.celers.broker.task.EnqueueEvent.Commit;
import io.celers.broker.task.EnqueueInterceptor;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands between the application and its tasks. */
class EnqueueInterceptorIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> MAIL = NewTask.ofBytes("mail", new byte[] {1});

  private final List<EnqueueEvent> events = new ArrayList<>();
  private final EnqueueInterceptor recorder =
      new EnqueueInterceptor() {
        @Override
        public void after(EnqueueEvent event) {
          events.add(event);
        }
      };

  @Test
  void headersAreAddedInTheOrderOfTheInterceptors() {
    JooqBroker broker =
        JooqBroker.builder(db.dsl())
            .interceptor(header("tenant", "7"))
            .interceptor(header("tenant", "8"))
            .interceptor(header("user", "ann"))
            .build();

    broker.enqueue(MAIL);
    broker.enqueueAll(List.of(MAIL.idempotencyKey("once")));
    broker.enqueueBulk(Stream.of(MAIL));

    List<Delivery> deliveries = broker.queue("default").dequeue(10);
    assertThat(deliveries).hasSize(3);
    assertThat(deliveries)
        .extracting(Delivery::headers)
        .containsOnly(Map.of("tenant", "8", "user", "ann"));
  }

  @Test
  void callOfItsOwnIsKnownToBeCommitted() {
    JooqBroker broker = JooqBroker.builder(db.dsl()).interceptor(recorder).build();

    Enqueued enqueued = broker.enqueue(MAIL);

    assertThat(events)
        .containsExactly(new EnqueueEvent(List.of(MAIL), List.of(enqueued), Commit.KNOWN));
  }

  @Test
  void transactionOfTheCallersIsNotKnownToCommit() throws SQLException {
    JooqBroker broker = JooqBroker.builder(db.dsl()).interceptor(recorder).build();

    db.dsl().transaction(tx -> broker.using(tx).enqueueAll(List.of(MAIL, MAIL)));
    try (Connection connection = db.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      broker.using(DSL.using(connection, SQLDialect.POSTGRES)).enqueue(MAIL);
      connection.rollback();
    }

    assertThat(events)
        .extracting(EnqueueEvent::commit)
        .containsExactly(Commit.CALLERS_TRANSACTION, Commit.CALLERS_TRANSACTION);
    assertThat(events.get(0).outcomes()).hasSize(2);
  }

  @Test
  void duplicateIsToldAsSuch() {
    JooqBroker broker = JooqBroker.builder(db.dsl()).interceptor(recorder).build();

    Enqueued first = broker.enqueue(MAIL.idempotencyKey("once"));
    broker.enqueue(MAIL.idempotencyKey("once"));

    assertThat(events)
        .extracting(EnqueueEvent::outcomes)
        .containsExactly(List.of(first), List.of(new Enqueued.Duplicate(first.id())));
  }

  @Test
  void whatThrowsAfterwardsHurtsNobody() {
    JooqBroker broker =
        JooqBroker.builder(db.dsl())
            .interceptor(
                new EnqueueInterceptor() {
                  @Override
                  public void after(EnqueueEvent event) {
                    throw new AssertionError("broken");
                  }
                })
            .interceptor(recorder)
            .build();

    broker.enqueue(MAIL);

    assertThat(db.tasks()).isOne();
    assertThat(events).hasSize(1);
  }

  @Test
  void whatThrowsBeforehandRefusesTheEnqueueAndLeavesTheTransactionUsable() {
    JooqBroker broker =
        JooqBroker.builder(db.dsl())
            .interceptor(
                new EnqueueInterceptor() {
                  @Override
                  public <P> NewTask<P> before(NewTask<P> task) {
                    throw new IllegalStateException("no tenant");
                  }
                })
            .interceptor(recorder)
            .build();

    db.dsl()
        .transaction(
            tx -> {
              assertThatIllegalStateException()
                  .isThrownBy(() -> broker.using(tx).enqueueAll(List.of(MAIL, MAIL)))
                  .withMessage("no tenant");
              db.broker().using(tx).enqueue(MAIL);
            });

    assertThat(db.tasks()).isOne();
    assertThat(events).isEmpty();
  }

  private static EnqueueInterceptor header(String name, String value) {
    return new EnqueueInterceptor() {
      @Override
      public <P> NewTask<P> before(NewTask<P> task) {
        return task.header(name, value);
      }
    };
  }
}
