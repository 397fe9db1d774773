package io.celers.broker.schema;

/**
 * What a migration did, and where the schema stands now.
 *
 * @param schema the schema that holds the tables
 * @param migrationsApplied how many migrations this call applied; 0 if there was nothing to do,
 *     also when another node did it meanwhile
 * @param migration number of the last migration that the schema has; more than {@link
 *     BrokerSchema#LAST_MIGRATION} if a newer release was there
 */
public record MigratedSchema(String schema, int migrationsApplied, int migration) {}
