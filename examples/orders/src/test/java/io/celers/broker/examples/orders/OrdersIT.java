package io.celers.broker.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.testdb.junit.EnqueuedTasks;
import io.celers.broker.testdb.junit.MigratedDatabase;
import io.celers.broker.testdb.junit.TaskDrain;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How an application tests its own code: what is enqueued, and what handlers make of it. */
class OrdersIT {

  @RegisterExtension
  static final MigratedDatabase database =
      new MigratedDatabase()
          .prepare(dataSource -> Shop.open(dataSource, "shop", "celers"))
          .empty("shop.orders");

  private JooqBroker broker;
  private Orders orders;

  @BeforeEach
  void open() {
    DSLContext db = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    broker = JooqBroker.on(db);
    orders = new Orders(db, broker);
  }

  @Test
  void bigOrderEnqueuesItsInvoiceInFront() {
    long order = orders.place("Ada", new BigDecimal("250.00"));

    TaskDetails task =
        EnqueuedTasks.of(broker)
            .assertEnqueued(
                SendInvoice.TYPE, invoice -> assertThat(invoice.orderId()).isEqualTo(order));
    assertThat(task.queue()).isEqualTo(SendInvoice.QUEUE);
    assertThat(task.priority()).isEqualTo(7);
  }

  @Test
  void refusedOrderEnqueuesNothing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> orders.place("Ada", new BigDecimal("5000.00")));

    EnqueuedTasks.of(broker).assertNoneEnqueued(SendInvoice.TYPE);
  }

  @Test
  void invoiceThatCouldNotBeSentIsSentLater() {
    long order = orders.place("Ada", new BigDecimal("10.00"));
    List<Long> sent = new ArrayList<>();
    TaskDrain invoices =
        TaskDrain.of(broker)
            .handle(
                SendInvoice.TYPE,
                (invoice, task) -> {
                  if (task.delivery().deliveries() == 1) {
                    throw new IOException("mail server is down");
                  }
                  sent.add(invoice.orderId());
                });

    assertThat(invoices.drain().failures()).hasSize(1);
    assertThat(invoices.drainAll()).isEmpty();
    database.clock().advance(Duration.ofHours(1));

    assertThat(invoices.drainAll()).hasSize(1);
    assertThat(sent).containsExactly(order);
  }
}
