package io.celers.broker.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** What is looked at before a migration: the server, the tables that are there, and the rights. */
final class Preflight {

  private static final String POSTGRESQL = "PostgreSQL";

  /** Any other has no place for most of the characters that names, headers and errors may have. */
  private static final String ENCODING = "UTF8";

  private final SchemaOptions options;
  private final String product;
  private final int serverVersion;
  private final String role;
  private final boolean schemaExists;
  private final Set<String> tables;
  private final Rights rights;

  private Preflight(SchemaOptions options, Connection connection) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    this.options = options;
    this.product = metaData.getDatabaseProductName();
    this.serverVersion = metaData.getDatabaseMajorVersion();
    this.role = metaData.getUserName();
    String pattern = options.schema().replace("_", metaData.getSearchStringEscape() + "_");
    this.schemaExists = schemaExists(metaData, pattern);
    this.tables = ourTables(metaData, pattern);
    this.rights =
        product.equals(POSTGRESQL)
            ? Rights.of(connection, options.schema())
            : new Rights("", true, false, false);
  }

  static Preflight of(DataSource dataSource, SchemaOptions options) {
    try (Connection connection = dataSource.getConnection()) {
      return new Preflight(options, connection);
    } catch (SQLException e) {
      throw new BrokerSchemaException.Unavailable(options.schema(), e);
    }
  }

  /** The role that migrates. */
  String role() {
    return role;
  }

  void check() {
    if (!product.equals(POSTGRESQL) || serverVersion < BrokerSchema.OLDEST_SERVER) {
      throw new BrokerSchemaException.UnsupportedServer(options.schema(), product, serverVersion);
    }
    if (!rights.encoding().equals(ENCODING)) {
      throw new BrokerSchemaException.UnsupportedServer(options.schema(), rights.encoding());
    }
    if (!schemaExists && options.creation() == SchemaCreation.NEVER) {
      throw new BrokerSchemaException.MissingSchema(options.schema());
    }
    if (!tables.contains(BrokerSchema.HISTORY_TABLE)) {
      checkWithoutHistory();
      checkRights();
    }
  }

  private void checkRights() {
    if (rights.readOnly()) {
      throw new BrokerSchemaException.ReadOnlyDatabase(options.schema(), null);
    }
    if (!(schemaExists ? rights.createsInSchema() : rights.createsSchema())) {
      throw new BrokerSchemaException.MissingPrivilege(options.schema(), role, null);
    }
  }

  private void checkWithoutHistory() {
    if (tables.isEmpty()) {
      return;
    }
    int adopted =
        options
            .adoptedMigration()
            .orElseThrow(
                () -> BrokerSchemaException.UnmanagedTables.notAdopted(options.schema(), tables));
    Set<String> missing = Migrations.tablesUpTo(adopted);
    missing.removeAll(tables);
    if (!missing.isEmpty()) {
      throw BrokerSchemaException.UnmanagedTables.incomplete(options.schema(), adopted, missing);
    }
  }

  /**
   * The migration after which the history is to begin, if there is none yet.
   *
   * <p>Without any table of ours it is 0, before all of them, also if an adoption was asked for:
   * then nothing is there to be adopted, and everything is still to be run.
   */
  int baseline() {
    return tables.isEmpty() ? 0 : options.adoptedMigration().orElse(0);
  }

  private static boolean schemaExists(DatabaseMetaData metaData, String schemaPattern)
      throws SQLException {
    try (ResultSet rows = metaData.getSchemas(null, schemaPattern)) {
      return rows.next();
    }
  }

  /**
   * One query, hence one snapshot: a node that migrates just now makes its history before any
   * table.
   */
  private static Set<String> ourTables(DatabaseMetaData metaData, String schemaPattern)
      throws SQLException {
    Set<String> ours = Migrations.tables();
    ours.add(BrokerSchema.HISTORY_TABLE);
    Set<String> found = new TreeSet<>();
    try (ResultSet rows =
        metaData.getTables(null, schemaPattern, "celers%", new String[] {"TABLE"})) {
      while (rows.next()) {
        found.add(rows.getString("TABLE_NAME"));
      }
    }
    found.retainAll(ours);
    return found;
  }
}
