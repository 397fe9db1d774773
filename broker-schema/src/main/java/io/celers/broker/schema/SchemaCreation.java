package io.celers.broker.schema;

/** What to do about a schema that does not exist yet. */
public enum SchemaCreation {
  /** Create it; takes the privilege CREATE on the database. */
  IF_MISSING,
  /** Refuse, because an administrator creates schemas here. */
  NEVER
}
