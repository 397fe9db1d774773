package com.example.owntransaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersTest {

  private TestDatabase database;
  private DSLContext ctx;
  private JooqBroker broker;
  private Orders orders;

  @BeforeEach
  void start() {
    database = ThrowawayPostgres.shared().migratedDatabase();
    ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    broker = JooqBroker.on(ctx);
    orders = new Orders(broker);
    Orders.createTable(ctx);
  }

  @AfterEach
  void stop() {
    broker.close();
    database.close();
  }

  @Test
  void orderAndTaskAreCommittedTogether() {
    long id = ctx.transactionResult(tx -> orders.place(tx, "ada@example.com"));

    Delivery delivery = broker.queue("mail").dequeue().orElseThrow();
    assertEquals(
        new Payload.Decoded<>(new SendInvoice(id, "ada@example.com")),
        broker.payload(delivery, SendInvoice.TYPE));
    assertEquals(1, ctx.fetchCount(Orders.ORDERS));
    assertTrue(broker.ack(delivery) instanceof Settlement.Settled);
    assertEquals(Optional.empty(), broker.queue("mail").dequeue());
  }

  @Test
  void afterRollbackThereIsNeitherOrderNorTask() {
    assertThrows(
        IllegalStateException.class,
        () ->
            ctx.transaction(
                tx -> {
                  orders.place(tx, "ada@example.com");
                  throw new IllegalStateException("out of stock");
                }));

    assertEquals(0, ctx.fetchCount(Orders.ORDERS));
    assertEquals(Optional.empty(), broker.queue("mail").dequeue());
  }

  @Test
  void brokerRunsAsNamedModules() {
    assertEquals("io.celers.broker.jooq", JooqBroker.class.getModule().getName());
    assertEquals("io.celers.broker", Delivery.class.getModule().getName());
  }
}
