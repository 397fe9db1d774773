package io.celers.broker.schema;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The broker's schema could not be brought to this release.
 *
 * <p>The subclass is the reason, the message names the schema and the way out. Neither holds a
 * password or a URL.
 */
public abstract sealed class BrokerSchemaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String schema;

  private BrokerSchemaException(String schema, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.schema = schema;
  }

  /** The schema that was to be migrated. */
  public String schema() {
    return schema;
  }

  /** No connection, or it was lost on the way. */
  public static final class Unavailable extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    Unavailable(String schema, Throwable cause) {
      super(
          schema,
          "Cannot connect to the database to migrate schema "
              + schema
              + "; check address, database, user and password. A migration that was under way has"
              + " been rolled back, and may be repeated",
          cause);
    }
  }

  /**
   * The server is no PostgreSQL, or one that is too old, or its database is not encoded in UTF8.
   */
  public static final class UnsupportedServer extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    UnsupportedServer(String schema, String product, int majorVersion) {
      super(
          schema,
          "Schema "
              + schema
              + " needs PostgreSQL "
              + BrokerSchema.OLDEST_SERVER
              + " or later, this server is "
              + product
              + " "
              + majorVersion,
          null);
    }

    UnsupportedServer(String schema, String encoding) {
      super(
          schema,
          "Schema "
              + schema
              + " needs a database with the encoding UTF8, this one has "
              + encoding
              + "; use another database of the server (CREATE DATABASE .. ENCODING 'UTF8' TEMPLATE"
              + " template0), or dump and restore this one into such a database",
          null);
    }
  }

  /** A newer release has migrated the schema already, to one that clients of this must not use. */
  public static final class DatabaseNewer extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    private final int migration;

    DatabaseNewer(String schema, int migration) {
      super(
          schema,
          "Schema "
              + schema
              + " has migration "
              + migration
              + ", this jar knows none after "
              + BrokerSchema.LAST_MIGRATION
              + ", and the schema is not for clients of this release any more; deploy the release"
              + " that migrated it, or a later one",
          null);
      this.migration = migration;
    }

    /** The last migration of the database. */
    public int migration() {
      return migration;
    }
  }

  /** There is something to migrate, but the database takes no writes. */
  public static final class ReadOnlyDatabase extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    ReadOnlyDatabase(String schema, @Nullable Throwable cause) {
      super(
          schema,
          "Schema "
              + schema
              + " cannot be migrated because the connection is read-only: connect to the primary"
              + " instead of a standby, or switch default_transaction_read_only off for this role",
          cause);
    }
  }

  /** The role may not do what the migrations do. */
  public static final class MissingPrivilege extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    MissingPrivilege(String schema, String role, @Nullable Throwable cause) {
      super(
          schema,
          "Role "
              + role
              + " may not migrate schema "
              + schema
              + ". It needs CREATE on the database if the schema does not exist, else USAGE and"
              + " CREATE on the schema; what earlier migrations made must belong to it. Easiest:"
              + " let an administrator create the schema with this role as its owner",
          cause);
    }
  }

  /** The schema does not exist, and must not be created. */
  public static final class MissingSchema extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    MissingSchema(String schema) {
      super(
          schema,
          "Schema "
              + schema
              + " does not exist, and the options forbid to create it: let an administrator create"
              + " it, or use SchemaCreation.IF_MISSING",
          null);
    }
  }

  /** The tables are there, made by something else than this class. */
  public static final class UnmanagedTables extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    private UnmanagedTables(String schema, String message) {
      super(schema, message, null);
    }

    static UnmanagedTables notAdopted(String schema, Collection<String> tables) {
      return new UnmanagedTables(
          schema,
          "Schema "
              + schema
              + " has "
              + String.join(", ", tables)
              + " but no "
              + BrokerSchema.HISTORY_TABLE
              + ". If the migration files were run by hand, say up to which one with"
              + " SchemaOptions.withAdoptedMigration; if another tool runs them, leave them to it");
    }

    static UnmanagedTables incomplete(String schema, int migration, Collection<String> missing) {
      return new UnmanagedTables(
          schema,
          "Schema "
              + schema
              + " cannot be adopted at migration "
              + migration
              + " because it lacks "
              + String.join(", ", missing));
    }
  }

  /** What was applied is not what this jar has under the same number. */
  public static final class HistoryMismatch extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    HistoryMismatch(String schema, Throwable cause) {
      super(
          schema,
          "The history in "
              + schema
              + "."
              + BrokerSchema.HISTORY_TABLE
              + " does not agree with the migrations of this jar; the cause lists the differences."
              + " Either the files were changed, or the schema was made by a release that was never"
              + " published",
          cause);
    }
  }

  /**
   * A migration failed for a reason of its own: a lock, a full disk, an object in the way; or it
   * did not begin, because another one did not come to its end.
   */
  public static final class MigrationFailed extends BrokerSchemaException {
    private static final long serialVersionUID = 1L;

    MigrationFailed(String schema, Throwable cause) {
      super(
          schema,
          "Schema "
              + schema
              + " could not be migrated, though the database reported no error; the cause says why."
              + " If it is that the lock of those who migrate was not to be had: another node is"
              + " migrating, or the session of one that is gone is still there. pg_locks names it"
              + " (locktype advisory); wait for it or end it, and call again",
          cause);
    }

    MigrationFailed(String schema, String sqlState, Throwable cause) {
      super(
          schema,
          "Schema "
              + schema
              + " could not be migrated (SQLSTATE "
              + sqlState
              + "); migrations before the failed one stay, and the next call goes on from there",
          cause);
    }
  }
}
