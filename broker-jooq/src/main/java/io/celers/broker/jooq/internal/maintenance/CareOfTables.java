package io.celers.broker.jooq.internal.maintenance;

import io.celers.broker.generated.Celers;
import io.celers.broker.jooq.internal.sql.Database;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command for every table of the broker, each in a transaction of its own. */
final class CareOfTables {

  private static final Logger LOG = LoggerFactory.getLogger(CareOfTables.class);

  /** The tables of the schema; its table-valued functions are none. */
  static final List<Table<?>> TABLES =
      Celers.CELERS.getTables().stream()
          .filter(table -> table.getTableType() == TableType.TABLE)
          .sorted(Comparator.comparing((Table<?> table) -> table.getName()))
          .<Table<?>>map(table -> table)
          .toList();

  private CareOfTables() {}

  static void execute(
      Database database, String verb, BiFunction<DSLContext, Table<?>, List<String>> command) {
    requireNoTransaction(database, verb);
    for (Table<?> table : TABLES) {
      database.run(
          verb,
          db -> {
            one(db, verb, table, command);
            return table;
          });
    }
  }

  /** The command for one table; what the server warns of is logged. */
  static void one(
      DSLContext db,
      String verb,
      Table<?> table,
      BiFunction<DSLContext, Table<?>, List<String>> command) {
    command
        .apply(db, table)
        .forEach(warning -> LOG.warn("{} of {}: {}", verb, table.getName(), warning));
  }

  private static void requireNoTransaction(Database database, String verb) {
    if (!database.isAutocommit(verb)) {
      throw new IllegalStateException(
          verb + " needs a connection in autocommit mode, outside of any transaction");
    }
  }
}
