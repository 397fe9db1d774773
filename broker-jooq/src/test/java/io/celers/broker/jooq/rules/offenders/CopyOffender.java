package io.celers.broker.jooq.rules.offenders;

import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Copies by a text of its own. */
public final class CopyOffender {

  private CopyOffender() {}

  static CopyIn copy(PGConnection connection) throws SQLException {
    return connection.getCopyAPI().copyIn("copy celers_tasks from stdin");
  }
}
