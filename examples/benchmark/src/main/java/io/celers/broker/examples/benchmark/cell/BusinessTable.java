package io.celers.broker.examples.benchmark.cell;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.celers.broker.examples.benchmark.run.BenchmarkDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** A table of the application, as ordinary as can be. */
final class BusinessTable {

  private static final Table<Record> ORDERS = table(name("public", "orders"));
  private static final Field<String> CUSTOMER = field(name("customer"), SQLDataType.CLOB);
  private static final Field<Integer> AMOUNT = field(name("amount"), SQLDataType.INTEGER);

  private BusinessTable() {}

  /** Makes it, if it is not there, and leaves nothing in it. */
  static void empty(BenchmarkDatabase database) {
    database.execute(
        """
        create table if not exists public.orders (
          id bigint generated always as identity primary key,
          customer text not null,
          amount integer not null,
          placed_at timestamptz not null default now()
        )\
        """,
        "truncate public.orders restart identity");
  }

  /** One row, by jOOQ. */
  static void insert(DSLContext db) {
    db.insertInto(ORDERS, CUSTOMER, AMOUNT).values("Ada", 42).execute();
  }

  /** As many rows, by one statement of jOOQ's. */
  static void insert(DSLContext db, int rows) {
    var insert = db.insertInto(ORDERS, CUSTOMER, AMOUNT);
    for (int i = 0; i < rows; i++) {
      insert = insert.values("Ada", 42);
    }
    insert.execute();
  }

  /** The same as one row, to be executed. */
  static PreparedStatement insert(Connection connection) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement("insert into public.orders (customer, amount) values (?, ?)");
    statement.setString(1, "Ada");
    statement.setInt(2, 42);
    return statement;
  }
}
