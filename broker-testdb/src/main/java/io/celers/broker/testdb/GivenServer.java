package io.celers.broker.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that somebody else runs, named by a URL. */
final class GivenServer {

  private GivenServer() {}

  static Server connect(String url) {
    PGSimpleDataSource admin = new PGSimpleDataSource();
    try {
      admin.setUrl(url);
    } catch (IllegalArgumentException e) {
      // the message of the driver repeats the URL, in which there may be a password
      throw new IllegalArgumentException("broker.postgres is not a jdbc:postgresql: URL");
    }
    Settings.find("broker.postgres.user").ifPresent(admin::setUser);
    Settings.find("broker.postgres.password").ifPresent(admin::setPassword);
    String where = admin.getServerNames()[0] + ":" + admin.getPortNumbers()[0];
    try (Connection connection = admin.getConnection()) {
      String version = connection.getMetaData().getDatabaseProductVersion();
      return new Server(
          "server " + where + ", version " + version + " (named by broker.postgres)",
          admin,
          () -> {});
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
