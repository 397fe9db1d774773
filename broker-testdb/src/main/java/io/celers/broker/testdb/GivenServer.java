package io.celers.broker.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that somebody else runs, named by a URL. */
final class GivenServer {

  private GivenServer() {}

  static Server connect(String url) {
    return connect(
        url, Settings.find("broker.postgres.user"), Settings.find("broker.postgres.password"));
  }

  static Server connect(String url, Optional<String> user, Optional<String> password) {
    PGSimpleDataSource admin = new PGSimpleDataSource();
    try {
      admin.setUrl(url);
    } catch (IllegalArgumentException e) {
      // the message of the driver repeats the URL, in which there may be a password
      throw new IllegalArgumentException("broker.postgres is not a jdbc:postgresql: URL");
    }
    user.ifPresent(admin::setUser);
    password.ifPresent(admin::setPassword);
    String where = admin.getServerNames()[0] + ":" + admin.getPortNumbers()[0];
    try (Connection connection = admin.getConnection()) {
      String version = connection.getMetaData().getDatabaseProductVersion();
      return new Server(
          "server " + where + ", version " + version + " (named by broker.postgres)", admin, null);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Cannot connect to the server "
              + where
              + " that broker.postgres names, as user "
              + admin.getUser()
              + " (SQLSTATE "
              + e.getSQLState()
              + "); unset it to use a container or an embedded server instead",
          e);
    }
  }
}
