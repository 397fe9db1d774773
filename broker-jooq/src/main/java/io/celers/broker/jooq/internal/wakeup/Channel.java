package io.celers.broker.jooq.internal.wakeup;

/**
 * The channel of one schema. Channels belong to the database, so the schema is part of the name.
 *
 * @param name at most 63 bytes, as all names of PostgreSQL: a schema's has up to 48
 */
public record Channel(String name) {

  /** That of the broker in this schema. */
  public static Channel of(String schema) {
    return new Channel(schema + "_wake_up");
  }
}
