package io.celers.broker.jooq.rules.offenders;

import java.sql.SQLException;
import java.util.stream.Stream;

/** Takes what the server says in words for what it means. */
public final class MessageOffender {

  private MessageOffender() {}

  static boolean decides(SQLException e) {
    return e.getMessage().contains("deadlock detected");
  }

  static boolean refers(SQLException e) {
    return Stream.of(e).map(Throwable::getMessage).anyMatch("deadlock detected"::equals);
  }
}
