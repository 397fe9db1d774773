package io.celers.broker.jooq.internal.sql;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Statements for which jOOQ has no DSL: the only SQL text of the broker.
 *
 * <p>Takes generated tables and fields, and lets jOOQ qualify and quote their names.
 */
public final class Commands {

  private Commands() {}

  /** COPY into the columns of a table from a stream in PostgreSQL's binary format. */
  public static String copyFrom(DSLContext dsl, Table<?> table, Field<?>... columns) {
    String names =
        Arrays.stream(columns)
            .map(column -> dsl.render(column.getUnqualifiedName()))
            .collect(Collectors.joining(", "));
    return "copy " + dsl.render(table) + " (" + names + ") from stdin (format binary)";
  }
}
