package io.celers.broker.jooq.internal.sql;

import io.celers.broker.error.ConnectionLostException;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection that broke where its pool did not see it. */
public final class LostConnection {

  private LostConnection() {}

  /**
   * To be told of what the driver threw when it was called around the pool's wrapper. A pool judges
   * a connection by what its own wrapper throws; it would hand this one to the next caller.
   *
   * @param wrapper as the pool gave it
   */
  public static void report(Connection wrapper, SQLException thrown) {
    if (!(SqlErrors.typed("copy", "", thrown) instanceof ConnectionLostException)) {
      return;
    }
    try {
      wrapper.abort(Runnable::run);
      // Refused, since the connection is closed now: that is what the pool has to see.
      wrapper.clearWarnings();
    } catch (SQLException closed) {
      thrown.addSuppressed(closed);
    }
  }
}
