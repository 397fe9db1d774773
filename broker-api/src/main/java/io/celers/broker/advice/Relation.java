package io.celers.broker.advice;

import io.celers.broker.internal.Text;

/**
 * A table or index by schema and name, for the text of a statement that is shown to people.
 *
 * @param schema its schema, 1 to 63 bytes
 * @param name its name, 1 to 63 bytes
 */
public record Relation(String schema, String name) {

  /** PostgreSQL's NAMEDATALEN less one. */
  private static final int NAME_BYTES = 63;

  /** Checks the lengths. */
  public Relation {
    Text.require("schema", schema, NAME_BYTES);
    Text.require("name", name, NAME_BYTES);
  }

  /** Qualified, and always quoted, so that no name can be anything but a name. */
  public String quoted() {
    return quoted(schema) + "." + quoted(name);
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
