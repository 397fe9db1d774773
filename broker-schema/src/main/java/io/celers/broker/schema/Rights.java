package io.celers.broker.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a connection may do towards the first migration. Flyway would find out as well, but tries to
 * make its table for nine seconds.
 *
 * @param encoding how the server stores text
 * @param readOnly whether nothing can be written
 * @param createsSchema whether the role may create schemas in the database
 * @param createsInSchema whether the role may create tables in the schema; false if there is none
 */
record Rights(String encoding, boolean readOnly, boolean createsSchema, boolean createsInSchema) {

  private static final String QUESTION =
      """
      select current_setting('server_encoding'),
        current_setting('transaction_read_only')::boolean,
        has_database_privilege(current_database(), 'CREATE'),
        coalesce((
          select has_schema_privilege(n.oid, 'USAGE') and has_schema_privilege(n.oid, 'CREATE')
          from pg_namespace n
          where n.nspname = ?), false)
      """;

  static Rights of(Connection connection, String schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Rights(
            row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
      }
    }
  }
}
