package io.celers.broker.jooq.rules.offenders;

import io.celers.broker.schema.BrokerSchema;
import javax.sql.DataSource;

/** Migrates, which the broker leaves to the application. */
public final class SchemaOffender {

  private SchemaOffender() {}

  static void migrates(DataSource dataSource) {
    BrokerSchema.migrate(dataSource);
  }
}
