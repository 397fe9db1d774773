package io.celers.broker.schema;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Where the broker's tables are to live, and what may be done to put them there.
 *
 * @param schema the schema that holds the tables; lower-case letters, digits and underscores, at
 *     most 48 characters, so that it needs no quotes anywhere; {@code celers} by default, because
 *     an ordinary role may not create in {@code public}
 * @param creation what to do if the schema does not exist; by default it is created
 * @param adoptedMigration the highest migration that somebody already ran by hand, for a schema
 *     that has the tables but no history of ours; empty by default
 */
public record SchemaOptions(String schema, SchemaCreation creation, OptionalInt adoptedMigration) {

  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,47}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the schema's name is not allowed, or the migration's number
   *     is none of ours
   */
  public SchemaOptions {
    if (!SCHEMA.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "schema must match ^[a-z_][a-z0-9_]{0,47}$ and not start with pg_, was " + schema);
    }
    adoptedMigration.ifPresent(Migrations::requireKnown);
  }

  /** Schema {@code celers}, created if it does not exist, nothing adopted. */
  public static SchemaOptions defaults() {
    return new SchemaOptions(
        BrokerSchema.DEFAULT_SCHEMA, SchemaCreation.IF_MISSING, OptionalInt.empty());
  }

  /** The same in another schema. */
  public SchemaOptions withSchema(String name) {
    return new SchemaOptions(name, creation, adoptedMigration);
  }

  /** The same with another way to treat a missing schema. */
  public SchemaOptions withCreation(SchemaCreation whether) {
    return new SchemaOptions(schema, whether, adoptedMigration);
  }

  /**
   * The same, for tables that were made by running the migration files by hand.
   *
   * <p>The files up to this number are then taken as applied, if the tables that they make do
   * exist. Once the history is written, this option has no effect, so it may stay in the code.
   *
   * @param migration number of the last file that was run, 1 to {@link BrokerSchema#LAST_MIGRATION}
   */
  public SchemaOptions withAdoptedMigration(int migration) {
    return new SchemaOptions(schema, creation, OptionalInt.of(migration));
  }
}
