package com.example.owntransaction;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.VARCHAR;

import io.celers.broker.jooq.JooqBroker;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The application's own table; an order and the task to send its invoice exist together or not. */
final class Orders {

  static final Table<Record> ORDERS = table(name("orders"));
  static final Field<Long> ID = field(name("orders", "id"), BIGINT.identity(true));
  static final Field<String> MAIL = field(name("orders", "mail"), VARCHAR.notNull());

  private final JooqBroker broker;

  Orders(JooqBroker broker) {
    this.broker = broker;
  }

  static void createTable(DSLContext ctx) {
    ctx.createTable(ORDERS).column(ID).column(MAIL).primaryKey(ID).execute();
  }

  /** Joins the transaction. */
  long place(Configuration tx, String mail) {
    long id = tx.dsl().insertInto(ORDERS).set(MAIL, mail).returning(ID).fetchSingle(ID);
    broker.using(tx).enqueue(SendInvoice.TYPE.with(new SendInvoice(id, mail)).priority(7));
    return id;
  }
}
