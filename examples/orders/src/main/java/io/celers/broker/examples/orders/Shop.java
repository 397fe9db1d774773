package io.celers.broker.examples.orders;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.schema.SchemaOptions;
import java.math.BigDecimal;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * The application: its tables in one schema, the broker's in another.
 *
 * <p>Both may have other names than at code generation: {@code shop} and {@code celers}.
 */
final class Shop {

  private static final String GENERATED_AS = "shop";

  private final DSLContext db;
  private final JooqBroker broker;

  private Shop(DSLContext db, JooqBroker broker) {
    this.db = db;
    this.broker = broker;
  }

  /** Migrates both schemas, each with its own history. */
  static Shop open(DataSource dataSource, String schema, String brokerSchema) {
    BrokerSchema.migrate(dataSource, SchemaOptions.defaults().withSchema(brokerSchema));
    Flyway.configure()
        .dataSource(dataSource)
        .schemas(schema)
        .locations("classpath:io/celers/broker/examples/orders/migration")
        .failOnMissingLocations(true)
        // the schema may be that of the broker's tables, and then is not empty
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
    // The application maps what its own queries name: its tables, and the broker's for the joins.
    // The broker maps its own statements itself, and leaves the application's alone.
    RenderMapping mapping =
        new RenderMapping()
            .withSchemata(
                new MappedSchema().withInput(GENERATED_AS).withOutput(schema),
                new MappedSchema().withInput(BrokerSchema.DEFAULT_SCHEMA).withOutput(brokerSchema));
    DSLContext db =
        DSL.using(dataSource, SQLDialect.POSTGRES, new Settings().withRenderMapping(mapping));
    return new Shop(db, JooqBroker.builder(db).schema(brokerSchema).build());
  }

  /** Places this order; says why if it cannot. */
  String place(String customer, String amount) {
    try {
      return "order " + new Orders(db, broker).place(customer, new BigDecimal(amount));
    } catch (IllegalStateException refused) {
      return "refused: " + refused.getMessage();
    }
  }

  /** Sends invoices, with more or less success. */
  void work() {
    List<Delivery> invoices = broker.queue(SendInvoice.QUEUE).dequeue(5);
    broker.ack(invoices.get(0));
    broker.ack(invoices.get(1));
    broker.reject(invoices.get(2), Rejection.deadLetter("no such address"));
    broker.reject(invoices.get(3), Rejection.retry("mail server is down"));
    // the fifth is still being worked on
    broker
        .queue(SendInvoice.QUEUE)
        .dequeue()
        .ifPresent(invoice -> broker.tasks().cancel(invoice.id(), "order was withdrawn"));
  }

  InvoiceReport report() {
    return new InvoiceReport(db);
  }
}
