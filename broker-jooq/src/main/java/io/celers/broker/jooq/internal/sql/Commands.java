package io.celers.broker.jooq.internal.sql;

import static org.jooq.impl.DSL.name;

import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Statements for which jOOQ has no DSL: the only SQL text of the broker.
 *
 * <p>Takes generated tables and fields, and lets jOOQ qualify and quote their names. The name of a
 * channel, which nothing can be generated for, is made of the schema's.
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

  /** ANALYZE of a table; returns the server's warnings, as that it was skipped. */
  public static List<String> analyze(DSLContext dsl, Table<?> table) {
    return execute(dsl, "analyze " + dsl.render(table));
  }

  /** VACUUM of a table; returns the server's warnings, as that it was skipped. */
  public static List<String> vacuum(DSLContext dsl, Table<?> table) {
    return execute(dsl, "vacuum " + dsl.render(table));
  }

  /** LISTEN on a channel of this name. */
  public static void listen(DSLContext dsl, String channel) {
    execute(dsl, "listen " + dsl.render(name(channel)));
  }

  /** UNLISTEN of a channel of this name. */
  public static void unlisten(DSLContext dsl, String channel) {
    execute(dsl, "unlisten " + dsl.render(name(channel)));
  }

  /** On the bare connection: a limit that the caller set on its queries is none for these. */
  private static List<String> execute(DSLContext dsl, String text) {
    return dsl.connectionResult(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(text);
            List<String> warnings = new ArrayList<>();
            for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
              warnings.add(w.getMessage());
            }
            return List.copyOf(warnings);
          }
        });
  }
}
