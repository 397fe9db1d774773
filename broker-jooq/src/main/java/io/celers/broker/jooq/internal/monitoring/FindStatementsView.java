package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.system.Tables.PG_EXTENSION;
import static io.celers.broker.generated.system.Tables.PG_NAMESPACE;
import static io.celers.broker.generated.system.Tables.PG_SETTINGS;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record2;

/** Finds the views of the extension, or what is missing. Asks in a way that never fails. */
final class FindStatementsView {

  private static final String EXTENSION = "pg_stat_statements";

  /** A setting that exists only where the library is loaded. */
  private static final String SETTING = "pg_stat_statements.max";

  /** Of version 1.9 on, which PostgreSQL 14 brought, there is the time of the last reset. */
  private static final int OLDEST_MINOR = 9;

  /**
   * What was found.
   *
   * @param views empty if something is missing
   * @param remedy what is missing, and what to do; empty if nothing is
   */
  record Found(Optional<PgStatStatements> views, String remedy) {

    private static Found missing(String remedy) {
      return new Found(Optional.empty(), remedy);
    }
  }

  private FindStatementsView() {}

  // Selecting from the view while the library is not loaded would be an error, and break the
  // caller's transaction: hence the look at the settings.
  static Found execute(DSLContext db) {
    if (db.fetchCount(PG_SETTINGS, PG_SETTINGS.NAME.eq(SETTING)) == 0) {
      return Found.missing(
          "PostgreSQL keeps no figures of statements: add pg_stat_statements to"
              + " shared_preload_libraries, restart the server, and run CREATE EXTENSION"
              + " pg_stat_statements in this database.");
    }
    Record2<String, String> extension =
        db.select(PG_NAMESPACE.NSPNAME, PG_EXTENSION.EXTVERSION)
            .from(PG_EXTENSION)
            .join(PG_NAMESPACE)
            .on(PG_NAMESPACE.OID.eq(PG_EXTENSION.EXTNAMESPACE))
            .where(PG_EXTENSION.EXTNAME.eq(EXTENSION))
            .fetchOne();
    if (extension == null) {
      return Found.missing(
          "PostgreSQL keeps figures of statements, but this database does not show them: run"
              + " CREATE EXTENSION pg_stat_statements in it.");
    }
    return isOld(extension.value2())
        ? Found.missing(
            "the extension is of version "
                + extension.value2()
                + ": run ALTER EXTENSION pg_stat_statements UPDATE in this database.")
        : new Found(Optional.of(new PgStatStatements(extension.value1())), "");
  }

  private static boolean isOld(String version) {
    String[] parts = version.split("\\.", -1);
    return parts[0].equals("1") && Integer.parseInt(parts[1]) < OLDEST_MINOR;
  }
}
